"""a code, and what was joined by it -> Reply  (pure)"""

from datetime import datetime

from bot.messages.phrases import counted
from bot.models import Linked
from bot.replies import Countdown, Paragraph, Reply, Span, paragraph, plain

HOW = "Type /link on the other platform for a new one, and type it here within 10 minutes."
WAIT = "Wait 10 minutes, then type /link on the other platform for a new one."


def code(spelled: str, until: datetime) -> Reply:
    parts = (
        Paragraph((Span("Your code is "), Span(spelled, "code"), Span("."))),
        paragraph(
            "Type it where you use me too, and both become one: your cards, your reviews, your lessons."
        ),
        Paragraph(
            (Span("There: "), Span(f"/link {spelled}", "code"), Span(", on Discord in the field “code”."))
        ),
        Countdown(plain("It can be used once, and expires"), until),
        paragraph("Show it to nobody: who types it shares your cards from then on.", "bad"),
    )
    return Reply(parts, private=True)


def own() -> Reply:
    told = "That is your own code, and this is where it comes from."
    return Reply((paragraph(told), paragraph("Type it on the other platform.", "quiet")), private=True)


def linked(found: Linked) -> Reply:
    came = f"{counted(found.cards, 'card')} and {counted(found.reviews, 'review')} came over from here."
    met = (paragraph(_both(found.met)),) if found.met else ()
    parts = (
        paragraph("Done: you are one learner on both platforms now.", "good"),
        paragraph(came),
        *met,
        paragraph(
            "In each lesson you are where you had read further. A card comes up where its lesson is studied.",
            "quiet",
        ),
    )
    return Reply(parts, private=True)


def _both(met: int) -> str:
    whose = "its" if met == 1 else "their"
    return f"You had {counted(met, 'card')} on both sides: {whose} reviews stand in one log now."
