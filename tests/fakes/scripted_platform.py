"""A platform that takes commands and keeps the Replies"""

from bot.commands import Command, Request
from bot.dispatcher import Dispatcher
from bot.models import Identity, Origin, SpaceId
from bot.replies import (
    Attachment,
    Bullets,
    Button,
    Code,
    Countdown,
    Formula,
    Heading,
    Paragraph,
    Part,
    Picture,
    Quote,
    Reply,
    Table,
    Text,
)


def origin(user: str = "ada", space: str = "scripted:one") -> Origin:
    return Origin(Identity("scripted", user, user.title()), SpaceId(space), "channel")


class ScriptedPlatform:
    """`replies` are all that came, partial ones too; `last` is the whole one of the last command."""

    def __init__(self, dispatcher: Dispatcher, origin: Origin | None = None) -> None:
        self._dispatcher = dispatcher
        self.origin = origin or _default()
        self.replies: list[Reply] = []

    async def send(self, command: Command) -> Reply:
        """The whole reply; what came before it must have been partial."""
        replies = [reply async for reply in self._dispatcher.dispatch(Request(command, self.origin))]
        assert replies, "the bot was silent"
        assert all(reply.partial for reply in replies[:-1])
        assert not replies[-1].partial
        self.replies += replies
        return self.last

    async def tap(self, label: str) -> Reply:
        """Press the button of the last reply that is called so."""
        return await self.send(button(self.last, label).command)

    @property
    def last(self) -> Reply:
        return self.replies[-1]


def _default() -> Origin:
    return origin()


def buttons(reply: Reply) -> tuple[Button, ...]:
    return tuple(button for row in reply.buttons for button in row)


def button(reply: Reply, label: str) -> Button:
    found = [one for one in buttons(reply) if label in one.label]
    assert found, f"no button “{label}” among {[one.label for one in buttons(reply)]}"
    return found[0]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def text_of(reply: Reply) -> str:
    """All words of a reply, a line for each part, item and row; then its footnotes."""
    notes = (f"[{n.n}] {' › '.join((n.title, *n.heading))} {n.url}".rstrip() for n in reply.footnotes)
    return "\n".join((*(line for part in reply.parts for line in _lines(part)), *notes))


def _lines(part: Part) -> list[str]:
    match part:
        case Heading(text) | Paragraph(text) | Quote(text) | Countdown(text):
            return [words(text)]
        case Bullets(items):
            return [words(item) for item in items]
        case Table(header, rows):
            return [" | ".join(map(words, row)) for row in (header, *rows)]
        case Code(text):
            return [text]
        case Formula(latex):
            return [latex]
        case Picture():
            return [part.alt]
        case Attachment():
            return [f"{part.name}: {part.about}"]


def words(text: Text) -> str:
    return "".join(span.text for span in text)
