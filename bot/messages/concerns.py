"""what was asked in vain, did not help or was reported -> Reply"""

from collections.abc import Sequence
from itertools import groupby

from bot.buttons import encode
from bot.commands import Ask, DismissConcern, ListConcerns, WriteAnswer
from bot.concerns import Concern
from bot.messages.phrases import counted, shortened
from bot.models import ConcernKind
from bot.replies import Bullets, Button, Heading, Paragraph, Part, Quote, Reply, Span, Text, paragraph, plain
from knowledge.models import Answer

A_PAGE = 5
"""As many as a row of buttons has."""

_LONGEST_WORDS, _LONGEST_SAID = 300, 160
_HEADINGS: dict[ConcernKind, str] = {
    "unanswered": "Asked, and not answered",
    "unhelpful": "Answers that did not help",
    "reported": "Quiz questions and cards that were reported",
}
_NONE = "Nothing waits for you here: what was asked was answered, and nobody found anything wrong."


def listed(found: Sequence[Concern], page: int = 0) -> Reply:
    """One page; beyond the last, the last."""
    parts, buttons = _page(found, page)
    return Reply(parts, buttons=buttons, private=True)


def answered(question: str, told: Answer, left: Sequence[Concern]) -> Reply:
    """`told` is what learners who ask it now get; `left` is what is still open."""
    parts, buttons = _page(left, 0)
    asking = Ask(question)
    again = ((Button("Ask it", asking, "good"),),) if encode(asking) else ()
    return Reply((*_taken(question, told), *parts), buttons=(*again, *buttons), private=True)


def _taken(question: str, told: Answer) -> tuple[Part, ...]:
    title = Paragraph((Span("Your answer is part of the lessons here now: ", "bold"), Span(question)), "good")
    if told.abstained:
        advice = "Asked in just these words I do not find it yet. Send it as a lesson of its own."
        return (title, paragraph(advice, "bad"))
    said = " ".join(sentence.text for sentence in told.sentences)
    return (title, paragraph("Who asks that now is told:"), Quote(plain(said)))


def _page(found: Sequence[Concern], page: int) -> tuple[tuple[Part, ...], tuple[tuple[Button, ...], ...]]:
    if not found:
        return (paragraph(_NONE, "good"),), ()
    pages = -(-len(found) // A_PAGE)
    page = max(0, min(page, pages - 1))
    first = page * A_PAGE
    shown = list(enumerate(found[first : first + A_PAGE], start=first + 1))
    where = (paragraph(f"Page {page + 1} of {pages}.", "quiet"),) if pages > 1 else ()
    return (*_sections(shown), *where), (*_choices(shown), *_turning(page, pages))


def _sections(shown: Sequence[tuple[int, Concern]]) -> list[Part]:
    parts: list[Part] = []
    for kind, group in groupby(shown, key=lambda it: it[1].kind):
        members = list(group)
        lines = tuple(_line(one) for _, one in members)
        parts += [Heading(plain(_HEADINGS[kind]), 2), Bullets(lines, numbered=True, start=members[0][0])]
    return parts


def _line(one: Concern) -> Text:
    often = f" ({_often(one)})" if one.kind != "unanswered" or one.times > 1 else ""
    said = f" I said: “{shortened(one.said, _LONGEST_SAID)}”" if one.said else ""
    return (Span(shortened(one.words, _LONGEST_WORDS), "bold"), Span(often + said))


def _often(one: Concern) -> str:
    if one.kind == "unanswered":
        return f"asked {counted(one.times, 'time')}"
    return f"{counted(one.times, 'learner')} said so"


def _choices(shown: Sequence[tuple[int, Concern]]) -> tuple[tuple[Button, ...], ...]:
    answers = tuple(
        Button(f"Answer {n}", WriteAnswer(one.number), "primary", key=f"a{n}")
        for n, one in shown
        if one.kind == "unanswered"
    )
    dismissals = tuple(
        Button(f"Dismiss {n}", DismissConcern(one.kind, one.number), key=f"d{n}") for n, one in shown
    )
    return (answers, dismissals) if answers else (dismissals,)


def _turning(page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    back = (Button("Back", ListConcerns(page - 1)),) if page else ()
    on = (Button("Next", ListConcerns(page + 1)),) if page + 1 < pages else ()
    return ((*back, *on),) if pages > 1 else ()
