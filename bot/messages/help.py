"""what can be asked of the bot, and how it is typed on a platform -> Reply  (pure)"""

from collections.abc import Iterator

from bot.errors import BadCommand
from bot.messages.topics import TOPICS, Topic, Typed
from bot.replies import Bullets, Heading, Paragraph, Part, Reply, Span, Text, plain

_WITHOUT = "Without a command, what you write is a question, or your answer while a quiz asks you."
_WITHOUT_ON = {
    "discord": "In a direct message you need no command: what you write is a question, or your answer while "
    "a quiz asks you. In a server, ping me with your question, or reply to a message of mine.",
    "terminal": f"{_WITHOUT} A key below a reply, such as `1` or `b`, takes that choice.",
}


def overview(platform: str = "") -> Reply:
    """As it is typed there."""
    parts: tuple[Part, ...] = (
        Heading(plain("What you can do here"), 1),
        _listed(platform, teachers=False),
        Heading(plain("What teachers can do"), 2),
        _listed(platform, teachers=True),
        Paragraph(_sentences(_WITHOUT_ON.get(platform, _WITHOUT)), "quiet"),
    )
    return Reply(parts, private=True)


def _listed(platform: str, *, teachers: bool) -> Bullets:
    shown = [topic for topic in TOPICS if topic.teachers == teachers]
    return Bullets(tuple((Span(it.on(platform).usage, "code"), Span(f"  {it.about}")) for it in shown))


def about(name: str, platform: str = "") -> Reply:
    wanted = name.strip().removeprefix("/").casefold()
    found = [topic for topic in TOPICS if wanted in (topic.name, topic.name.partition(" ")[0])]
    if found:
        return Reply(tuple(part for it in found for part in _topic(it, it.on(platform))), private=True)
    raise BadCommand(f"There is no command called “{name.strip()}”.")


def _topic(topic: Topic, typed: Typed) -> Iterator[Part]:
    yield Paragraph((Span(typed.usage, "code"), Span(f"  {topic.about}.")))
    if told := " ".join(it for it in (topic.more, typed.more) if it):
        yield Paragraph(_sentences(told))
    yield Paragraph((Span("For example: "), Span(typed.example, "code")))


def _sentences(text: str) -> Text:
    pieces = enumerate(text.split("`"))
    return tuple(Span(it, "code" if n % 2 else "plain") for n, it in pieces if it)
