"""The loopback Discord, met by the real discord.py and no bot of ours"""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from bot.platforms.discord.connecting import connector, parsed
from tests.fakes.discord_wire import DiscordWire


class Again(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Again", custom_id="again")
    async def again(self, interaction: discord.Interaction, _: ui.Button) -> None:
        await interaction.response.edit_message(content="once more", view=self)

    @ui.button(label="Words", custom_id="words")
    async def words(self, interaction: discord.Interaction, _: ui.Button) -> None:
        await interaction.response.send_modal(Words())

    @ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: ui.Button) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="changed")


class Words(ui.Modal, title="Your words"):
    said = ui.TextInput(label="Say", custom_id="said", max_length=10)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"heard {self.said.value}", ephemeral=True)


class Probe(discord.AutoShardedClient):
    def __init__(self, wire: DiscordWire, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            connector=connector(wire.address, wire.authority),
            guild_ready_timeout=0.05,
            max_messages=None,
        )
        self.heard: list[str] = []
        self.tree = app_commands.CommandTree(self)
        self.up = asyncio.Event()
        for command in (greet, slow, lost, thread, staff):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        self.add_view(Again())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int, *, initial: bool = False) -> None:
        """Without the five seconds that Discord wants between two of them."""

    async def on_ready(self) -> None:
        self.up.set()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.id != self.user.id:
            self.heard.append(message.content)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.heard.append(f"joined {guild.name} with {[channel.name for channel in guild.text_channels]}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.append(f"left {guild.name}")


@app_commands.command(description="Says hello")
@app_commands.allowed_installs(guilds=True, users=True)
async def greet(
    interaction: discord.Interaction, name: str, file: discord.Attachment | None = None, private: bool = False
) -> None:
    words = (await file.read()).decode() if file else "hello"
    await interaction.response.send_message(f"{words} {name}", view=Again(), ephemeral=private)


@greet.autocomplete("name")
async def names(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in ("Ada", "Alan") if name.startswith(typed)]


@app_commands.command(description="Thinks first")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="half")
    await interaction.edit_original_response(content="whole")
    await interaction.followup.send(
        "and more", file=discord.File(io.BytesIO(b"x"), "a.txt", description="an x")
    )


@app_commands.command(description="Never answers")
async def lost(_: discord.Interaction) -> None:
    pass


@app_commands.command(description="Opens a thread")
async def thread(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("here")
    opened = await (await interaction.original_response()).create_thread(name="A talk")
    await opened.send("welcome")


staff = app_commands.Group(
    name="staff", description="For staff", default_permissions=discord.Permissions(manage_guild=True)
)


@staff.command(description="Names a role")
async def chief(interaction: discord.Interaction, role: discord.Role) -> None:
    await interaction.response.send_message(role.name)


@asynccontextmanager
async def up(wire: DiscordWire, probe: Probe) -> AsyncIterator[Probe]:
    running = asyncio.create_task(probe.start(wire.token))
    async with probe:
        waiting = asyncio.create_task(probe.up.wait())
        await asyncio.wait({running, waiting}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert probe.up.is_set(), running
        yield probe
    await running


class School:
    """A server with ada, who is its teacher, and alan."""

    def __init__(self, wire: DiscordWire) -> None:
        world = wire.world
        self.ada, self.alan = world.person("ada"), world.person("alan")
        self.guild = world.guild("School", self.alan)
        world.join(self.guild, self.ada, permissions=("manage_guild",))
        self.hall = world.channel(self.guild, "general")


@pytest.fixture
async def wire() -> AsyncIterator[DiscordWire]:
    async with DiscordWire.open() as opened:
        yield opened


@pytest.fixture
def school(wire: DiscordWire) -> School:
    return School(wire)


@pytest.fixture
async def probe(wire: DiscordWire, school: School) -> AsyncIterator[Probe]:
    async with up(wire, Probe(wire)) as running:
        yield running
    assert not wire.violations


def test_without_an_address_discords_own_hosts_are_met():
    assert connector("", None) is None


@pytest.mark.parametrize("address", ["here", "127.0.0.1", "host:port", "https://host:1", "host:70000", ":80"])
def test_a_place_that_cannot_be_is_refused_in_a_sentence(address: str):
    with pytest.raises(ValueError, match=r"“.*”.*\."):
        parsed(address)


@pytest.mark.parametrize(("address", "place"), [("a.b:1", ("a.b", 1)), ("[::1]:443", ("::1", 443))])
def test_a_place_is_a_host_and_a_port(address: str, place: tuple[str, int]):
    assert parsed(address) == place


async def test_a_missing_file_of_certificates_is_told(tmp_path):
    with pytest.raises(ValueError, match="no file of certificates"):
        connector("127.0.0.1:1", tmp_path / "none.pem")


async def test_a_client_logs_in_syncs_and_sees_its_server(wire: DiscordWire, school: School, probe: Probe):
    assert probe.guilds[0].name == "School"
    assert [command["name"] for command in wire.commands] == ["greet", "slow", "lost", "thread", "staff"]
    fetched = await probe.tree.fetch_commands()
    await fetched[0].edit(description="Says goodbye")
    await fetched[2].delete()
    assert "Says goodbye" in [command["description"] for command in wire.commands]
    assert "lost" not in [command["name"] for command in wire.commands]


async def test_a_slash_command_is_acknowledged_and_answered(wire: DiscordWire, school: School, probe: Probe):
    exchange = await wire.slash(school.ada, school.hall, "greet", name="Ada")
    assert (exchange.kind, exchange.ephemeral) == (4, False)
    assert 0 < exchange.acknowledged_after < 3
    assert (await exchange.reply()).words == "hello Ada"
    private = await wire.slash(school.ada, school.hall, "greet", name="Ada", private=True)
    assert private.ephemeral
    assert private.flags == 64


async def test_a_file_comes_with_a_command_and_is_fetched_from_the_cdn(
    wire: DiscordWire, school: School, probe: Probe
):
    exchange = await wire.slash(school.ada, school.hall, "greet", name="Ada", file=("a.txt", b"moin"))
    assert (await exchange.reply()).words == "moin Ada"


async def test_what_is_typed_is_completed(wire: DiscordWire, school: School, probe: Probe):
    offered = await wire.autocomplete(school.ada, school.hall, "greet", name="Al")
    assert offered == [{"name": "Alan", "value": "Alan"}]


async def test_a_deferred_answer_is_edited_and_followed(wire: DiscordWire, school: School, probe: Probe):
    exchange = await wire.slash(school.ada, school.hall, "slow")
    assert exchange.kind == 5
    followed = await exchange.reply(lambda message: message.attachments)
    assert [message.words for message in exchange.messages] == ["whole", "and more"]
    assert followed.attachments[0]["description"] == "an x"
    assert [edit.body["content"] for edit in exchange.edits] == ["half", "whole"]
    assert exchange.edits[0].at <= exchange.edits[1].at
    assert exchange.messages[0].ephemeral


async def test_what_is_not_acknowledged_in_three_seconds_fails(
    wire: DiscordWire, school: School, probe: Probe, monkeypatch
):
    monkeypatch.setattr("tests.fakes.discord_wire.person.DEADLINE_S", 0.1)
    with pytest.raises(TimeoutError, match="did not respond"):
        await wire.slash(school.ada, school.hall, "lost")


async def test_a_group_is_offered_only_to_those_who_may(wire: DiscordWire, school: School, probe: Probe):
    role = wire.world.role(school.guild, "Teachers")
    exchange = await wire.slash(school.ada, school.hall, "staff chief", role=role)
    assert (await exchange.reply()).words == "Teachers"
    with pytest.raises(LookupError, match="does not offer"):
        await wire.slash(school.alan, school.hall, "staff chief", role=role)


async def test_a_button_edits_its_message_and_a_form_is_filled_in(
    wire: DiscordWire, school: School, probe: Probe
):
    shown = await (await wire.slash(school.ada, school.hall, "greet", name="Ada")).reply()
    tapped = await wire.tap(school.alan, shown, "Again")
    assert (tapped.kind, (await tapped.reply()).words) == (7, "once more")
    later = await wire.tap(school.alan, shown, "later")
    assert (later.kind, (await later.reply()).words) == (6, "changed")
    opened = await wire.tap(school.ada, shown, "words")
    assert opened.modal["title"] == "Your words"
    with pytest.raises(ValueError, match="1 to 10"):
        await wire.submit(school.ada, opened, {"said": "far too many words"})
    heard = await wire.submit(school.ada, opened, {"said": "moin"})
    assert heard.ephemeral
    assert (await heard.reply()).words == "heard moin"


async def test_what_is_private_can_be_tapped_by_its_owner_alone(
    wire: DiscordWire, school: School, probe: Probe
):
    shown = await (await wire.slash(school.ada, school.hall, "greet", name="Ada", private=True)).reply()
    with pytest.raises(LookupError, match="does not see"):
        await wire.tap(school.alan, shown, "Again")
    assert (await wire.tap(school.ada, shown, "Again")).ephemeral


async def test_a_redelivered_event_reaches_the_bot_a_second_time(
    wire: DiscordWire, school: School, probe: Probe
):
    exchange = await wire.slash(school.ada, school.hall, "greet", name="Ada")
    wire.redeliver(exchange)
    await wire.until(lambda: [call.status for call in exchange.calls] == [200, 400])


async def test_a_thread_is_opened_from_a_message(wire: DiscordWire, school: School, probe: Probe):
    await wire.slash(school.ada, school.hall, "thread")
    talk = (await wire.until(lambda: wire.threads(school.hall)))[0]
    await wire.until(lambda: wire.messages(talk))
    assert (talk.name, wire.messages(talk)[0].words) == ("A talk", "welcome")
    asked = wire.messages(talk)[0]
    await wire.say(school.alan, talk, "not for you")
    await wire.say(school.alan, talk, "for you", reply_to=asked)
    await wire.until(lambda: probe.heard == ["", "for you"])


async def test_plain_words_are_blank_but_in_a_dm_or_for_the_bot(
    wire: DiscordWire, school: School, probe: Probe
):
    theirs = await wire.say(school.ada, school.hall, "among ourselves")
    sent = await probe.get_channel(school.hall.id).send("hello")
    assert [message.words for message in theirs.messages] == ["hello"]
    mine = wire.messages(school.hall)[-1]
    assert mine.id == sent.id
    await wire.say(school.ada, school.hall, "a quiet reply", reply_to=mine, pings=False)
    await wire.say(school.ada, school.hall, "a reply", reply_to=mine)
    await wire.say(school.ada, school.hall, "a call", mentions_bot=True)
    await wire.say(school.ada, wire.world.direct(school.ada), "a letter")
    expected = ["", "", "a reply", f"<@{probe.user.id}> a call", "a letter"]
    await wire.until(lambda: probe.heard == expected)


async def test_the_bot_writes_a_person_a_letter(wire: DiscordWire, school: School, probe: Probe):
    person = await probe.fetch_user(school.ada.id)
    await person.send("due today")
    assert [message.words for message in wire.messages(wire.world.direct(school.ada))] == ["due today"]


async def test_joining_and_leaving_a_server_is_told_once_and_whole(
    wire: DiscordWire, school: School, probe: Probe
):
    club = wire.world.guild("Club", school.ada, channels=("lobby", "den"))
    wire.world.bot_is_removed(club)
    await wire.until(lambda: probe.heard == ["joined Club with ['lobby', 'den']", "left Club"])
    wire.world.bot_joins(club)
    await wire.until(lambda: len(probe.heard) == 3)


async def test_a_person_brings_the_bot_where_it_is_not(wire: DiscordWire, school: School, probe: Probe):
    away = wire.world.guild("Away", school.ada, with_bot=False)
    for place in (wire.world.channel(away, "general"), wire.world.group(school.ada, school.alan)):
        exchange = await wire.slash(school.ada, place, "greet", name="Ada")
        assert exchange.payload["authorizing_integration_owners"] == {"1": str(school.ada.id)}
        assert (await exchange.reply()).words == "hello Ada"
        with pytest.raises(LookupError, match="not for people to install"):
            await wire.slash(school.ada, place, "slow")
        with pytest.raises(discord.Forbidden) as refused:
            await probe.http.send_message(place.id, params=discord.http.handle_message_parameters("x"))
        assert refused.value.code == 50001
    assert list(probe.guilds) == [probe.get_guild(school.guild.id)]


async def test_nothing_is_lost_when_the_gateway_breaks_off(wire: DiscordWire, school: School, probe: Probe):
    letters = wire.world.direct(school.ada)
    await wire.say(school.ada, letters, "before")
    await wire.until(lambda: probe.heard)
    for times, words in enumerate(("meanwhile", "and then"), 1):
        await wire.cut()
        await wire.say(school.ada, letters, words)
        await wire.until(lambda: wire.gateway.resumed == times)  # noqa: B023
    await wire.until(lambda: probe.heard == ["before", "meanwhile", "and then"])
    assert (wire.gateway.identified, wire.gateway.resumed) == (1, 2)


async def test_a_session_that_is_no_longer_known_is_begun_anew(
    wire: DiscordWire, school: School, probe: Probe
):
    await wire.invalidate()
    await wire.ready(times=2)
    exchange = await wire.slash(school.ada, school.hall, "greet", name="Ada")
    assert (await exchange.reply()).words == "hello Ada"


async def test_too_many_requests_and_a_server_that_falls_over_are_met_again(
    wire: DiscordWire, school: School, probe: Probe
):
    hall = probe.get_channel(school.hall.id)
    wire.fail("POST", "/messages", 500)
    wire.fail("POST", "/messages", 429)
    await hall.send("at last")
    assert [call.status for call in wire.sent("POST", "/messages")] == [500, 429, 200]
    wire.fail("POST", "/messages", 403)
    with pytest.raises(discord.Forbidden, match="Missing Permissions"):
        await hall.send("never")


async def test_an_answer_that_is_lost_leads_to_no_second_message(
    wire: DiscordWire, school: School, probe: Probe
):
    wire.fail("POST", "/messages", 502, done=True)
    sent = await probe.get_channel(school.hall.id).send("once")
    assert [message.id for message in wire.messages(school.hall)] == [sent.id]


async def test_a_right_that_the_bot_lacks_in_a_channel_is_missed(
    wire: DiscordWire, school: School, probe: Probe
):
    wire.world.deny(school.hall, "send_messages")
    with pytest.raises(discord.Forbidden) as refused:
        await probe.get_channel(school.hall.id).send("hello")
    assert refused.value.code == 50013
    wire.world.allow(school.hall, "send_messages")
    await probe.get_channel(school.hall.id).send("hello")


async def test_a_wrong_token_is_refused(wire: DiscordWire):
    stranger = Probe(wire)
    async with stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.start("wrong")


@pytest.mark.parametrize(("token", "intents", "code"), [("wrong", 0, 4004), ("", 1 << 15, 4014)])
async def test_the_gateway_refuses_a_wrong_token_and_what_was_not_approved(
    wire: DiscordWire, token: str, intents: int, code: int
):
    said = {"op": 2, "d": {"token": token or wire.token, "intents": intents}}
    async with (
        aiohttp.ClientSession(connector=connector(wire.address, wire.authority)) as session,
        session.ws_connect("wss://gateway.discord.gg") as socket,
    ):
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json(said)
        assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE
    assert socket.close_code == code


async def test_what_discord_refuses_is_refused_and_kept(wire: DiscordWire, school: School):
    async with up(wire, Probe(wire)) as probe:
        with pytest.raises(discord.HTTPException) as refused:
            await probe.get_channel(school.hall.id).send("x" * 2001)
    assert refused.value.code == 50035
    assert [violation.method for violation in wire.violations] == ["POST"]


async def test_two_shards_hear_each_what_is_theirs():
    async with DiscordWire.open(shards=2) as wire:
        ada = wire.world.person("ada")
        guilds = [wire.world.guild(f"School {n}", ada) for n in range(2)]
        async with up(wire, Probe(wire)) as probe:
            for guild in guilds:
                exchange = await wire.slash(ada, wire.world.channel(guild, "general"), "greet", name="Ada")
                assert (await exchange.reply()).words == "hello Ada"
            assert len(probe.shards) == 2
