"""The commands as they are registered with Discord"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from bot.messages.help import overview
from bot.messages.topics import TOPICS, Topic
from bot.platforms.discord.client import StudyClient, intents
from bot.platforms.discord.slash import tree_for
from bot.platforms.discord.syncing import digest_of, payload_of, sync
from bot.platforms.discord.translations import LANGUAGES, table
from tests.fakes.scripted_platform import text_of

Payload = dict[str, Any]
SUBCOMMAND = 1


async def payload() -> list[Payload]:
    return await payload_of(await tree_for(StudyClient()))


def described(items: list[Payload]) -> Iterator[Payload]:
    """Each command, sub-command and option."""
    for item in items:
        yield item
        yield from described(item.get("options") or [])


def test_no_intent_is_privileged():
    wanted = intents()
    assert [wanted.message_content, wanted.members, wanted.presences] == [False, False, False]


async def test_what_a_learner_can_type_in_the_terminal_is_a_slash_command():
    names = {command["name"] for command in await payload()}
    typed = {re.sub(r"[^a-z].*", "", topic.name) for topic in TOPICS}
    assert typed <= names


CODE, OPTION = re.compile(r"`([^`]+)`"), re.compile(r"(\w+):")


async def registered() -> dict[str, set[str]]:
    """Options by command; a group's are by what stands behind its name, and its name alone has none."""
    found: dict[str, set[str]] = {}
    for command in await payload():
        options = command.get("options") or []
        groups = [it for it in options if it["type"] == SUBCOMMAND]
        found[command["name"]] = {it["name"] for it in options if it["type"] != SUBCOMMAND}
        for it in groups:
            found[f"{command['name']} {it['name']}"] = {one["name"] for one in it.get("options") or []}
    return found


def commands_in(line: str, known: Iterable[str]) -> list[str]:
    """ "/daily on | off" is two of a group."""
    names, *_ = re.split(r" [\[\w]+: |$", line.removeprefix("/"), maxsplit=1)
    first, _, rest = names.partition(" ")
    within = [f"{first} {it}" for it in rest.split(" | ")] if rest else [first]
    grouped = {it.partition(" ")[0] for it in known if " " in it}
    return within if rest or first not in grouped else [f"{first} ?"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda it: it.name)
async def test_what_help_tells_on_discord_can_be_typed_there(topic: Topic) -> None:
    known, typed = await registered(), topic.on("discord")
    told = [typed.usage, typed.example, *CODE.findall(f"{topic.more} {typed.more}")]
    own = {option for name, options in known.items() if name.startswith(topic.name) for option in options}
    for line in told:
        named = commands_in(line, known) if line.startswith("/") else []
        assert set(named) <= set(known), f"{line}: no such command"
        options = set().union(*(known[it] for it in named)) if named else own
        assert set(OPTION.findall(re.sub(r"\d:\d", "", line))) <= options, f"{line}: no such option"


async def test_help_names_each_command_of_discord():
    named = {it for topic in TOPICS for it in commands_in(topic.on("discord").usage, await registered())}
    groups = {name.partition(" ")[0] for name in await registered() if " " in name}
    assert named == set(await registered()) - groups


def test_no_way_of_typing_but_discords_own_is_told_there():
    told = text_of(overview("discord"))
    assert "Without a command" not in told
    assert "ping me" in told
    assert "/leaderboard [join: …]" in told
    assert "/leaderboard [join | leave]" in text_of(overview("terminal"))


async def test_every_command_works_in_servers_in_dms_and_wherever_a_person_uses_it():
    for command in await payload():
        assert sorted(command["contexts"]) == [0, 1, 2], command["name"]
        assert sorted(command["integration_types"]) == [0, 1], command["name"]


async def test_every_description_is_told_in_each_language_and_fits():
    for item in described(await payload()):
        told = item["description_localizations"]
        for locale in LANGUAGES:
            assert told.get(locale.value), f"{item['name']} is not described in {locale.value}"
            assert 1 <= len(told[locale.value]) <= 100
        assert 1 <= len(item["description"]) <= 100


async def test_no_translation_is_of_what_is_not_said():
    said = {item["description"] for item in described(await payload())}
    for language in set(LANGUAGES.values()):
        assert set(table(language)) <= said


class Marks:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    async def mark(self, name: str) -> str:
        return self.held.get(name, "")

    async def set_mark(self, name: str, value: str) -> None:
        self.held[name] = value


class CountingTree:
    """A tree whose registering is counted; all else is the real one's."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self.synced = 0
        self.registered: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tree, name)

    async def sync(self) -> None:
        self.synced += 1
        self.registered = await payload_of(self._tree)

    async def there(self, application: int) -> list[Any]:
        return self.registered


async def test_commands_are_registered_only_where_they_changed():
    tree, marks = CountingTree(await tree_for(StudyClient())), Marks()
    held = {"there": tree.there, "mark": marks.mark, "set_mark": marks.set_mark}
    assert await sync(tree, 1, **held)
    assert not await sync(tree, 1, **held)
    tree.remove_command("help")
    assert await sync(tree, 1, **held)
    assert await sync(tree, 2, **held), "another application has its own"
    assert tree.synced == 3


async def test_the_order_of_the_commands_is_no_change():
    commands = await payload()
    assert digest_of(commands) == digest_of(commands[::-1])


@pytest.mark.parametrize("suffix", ["", "x"])
async def test_a_changed_word_is_a_change(suffix: str):
    commands = await payload()
    changed = [{**commands[0], "description": commands[0]["description"] + suffix}, *commands[1:]]
    assert (digest_of(changed) == digest_of(commands)) == (suffix == "")
