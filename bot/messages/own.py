"""what is held of a learner, in files; what will be gone, and that it is -> Reply  (pure)"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.commands import AskToForgetMe, ExportMyData, ForgetMe, Help, KeepMyData
from bot.messages.phrases import counted
from bot.models import LearnerId
from bot.replies import Attachment, Bullets, Button, Heading, Paragraph, Reply, Span, paragraph, plain

FILE_TOO_LARGE = "Left out: it is larger than what can be sent here. Ask whoever runs me for it."
FILE_UNSENT = "Left out: I may not send files here."
_JSON = "Everything that I hold of you, for programs to read."
_CSV = "Your reviews, one a line: which card, how you rated it, when."
_APKG = "Your cards for Anki, with what you remember of them and every review."


@dataclass(frozen=True, slots=True)
class Files:
    """Each with its name."""

    json: tuple[str, bytes] = field(repr=False)
    csv: tuple[str, bytes] = field(repr=False)
    apkg: tuple[str, bytes] = field(repr=False)


def exported(files: Files, cards: int, reviews: int) -> Reply:
    """Files for them alone."""
    parts = (
        Heading(plain("Your data"), 1),
        paragraph(
            f"{counted(cards, 'card')} and {counted(reviews, 'review')}, and all else, in three files."
        ),
        Attachment(*files.json, _JSON),
        Attachment(*files.csv, _CSV),
        Attachment(*files.apkg, _APKG),
        paragraph(
            "In Anki: File, Import, with “Import any learning progress” on. Nothing was deleted.", "quiet"
        ),
    )
    return Reply(parts, buttons=((Button("Delete my data …", AskToForgetMe()),),), private=True)


def asked(learner: LearnerId, held: Mapping[str, int]) -> Reply:
    """`held` is how many rows there are, by table."""
    parts = (
        Heading(plain("Delete everything that I hold of you?"), 1),
        paragraph("Gone will be, on every platform that you joined with /link:"),
        Bullets(tuple(plain(line) for line in _held(held))),
        Paragraph((Span("It cannot be undone. Want a copy first? "), Span("/mydata export", "code"))),
        paragraph("Messages that I wrote stay where they are.", "quiet"),
    )
    buttons = (
        Button("Delete everything", ForgetMe(learner), "bad"),
        Button("Keep it", KeepMyData()),
    )
    return Reply(parts, buttons=(buttons,), private=True, expects="tap")


def _held(held: Mapping[str, int]) -> Iterator[str]:
    cards, reviews = counted(held["cards"], "card"), counted(held["card_reviews"], "review")
    yield f"{cards} with all that you remember of them, and {reviews}"
    yield f"{counted(held['turns'], 'question')} that you asked me, with the answers, and your feedback"
    yield f"{counted(held['quiz_rounds'], 'quiz round')} that you called for, with everybody's answers"
    yield "where you stand in your lessons, your days in a row, your settings and your daily message"
    yield "your name, what your direct messages with me chose to study, and lessons that you added there"


def forgotten() -> Reply:
    parts = (
        paragraph("Done: I hold nothing of you any more.", "good"),
        paragraph(
            "Lessons that you added in direct messages go within a day. "
            "Should you write to me again, we begin anew, as strangers.",
            "quiet",
        ),
    )
    return Reply(parts, buttons=((Button("What I can do", Help()),),), private=True)


def kept() -> Reply:
    button = Button("Export my data", ExportMyData())
    return Reply((paragraph("Nothing was deleted."),), buttons=((button,),), private=True)
