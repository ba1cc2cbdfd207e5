"""what became cards, and what could not -> Reply  (pure)"""

from collections.abc import Sequence

from bot.commands import LearnTerm, Review
from bot.messages.phrases import counted, either
from bot.replies import Button, Paragraph, Reply, Span, paragraph

_REVIEW = Button("Review", Review(), "primary")


def term_learned(name: str, back: int = 0) -> Reply:
    """`back` is how many of its cards had been set aside."""
    return _learned(Span(name, "bold"), " comes back in /review, asked in both directions.", back)


def lesson_learned(title: str, cards: int, back: int = 0) -> Reply:
    """`title` is a lesson's or a track's."""
    verb = "comes" if cards == 1 else "come"
    return _learned(
        Span(title, "bold"), f": {counted(cards, 'card')} {verb} in /review, a few new ones a day.", back
    )


def nothing_to_learn(title: str) -> Reply:
    said = f"“{title}” holds nothing to make cards of."
    return Reply(
        (paragraph(said), paragraph("Take a quiz on it: what you miss becomes a card.", "quiet")),
        private=True,
    )


def answer_saved(back: int = 0) -> Reply:
    said = paragraph("Saved. It comes back in /review.", "good")
    return Reply((said, *_back(back)), buttons=((_REVIEW,),), private=True)


def unknown(asked: str, suggestions: Sequence[str]) -> Reply:
    """Neither a word nor a lesson: what is near."""
    near = (paragraph(f"Did you mean {either(suggestions)}?"),) if suggestions else ()
    advice = () if suggestions else (paragraph("Try /lessons to see what there is.", "quiet"),)
    buttons = tuple(Button(name, LearnTerm(name)) for name in suggestions)
    return Reply(
        (paragraph(f"I know no word and no lesson called “{asked}”."), *near, *advice),
        buttons=(buttons,) if buttons else (),
        private=True,
    )


def _learned(name: Span, said: str, back: int) -> Reply:
    told = (Paragraph((name, Span(said)), "good"), *_back(back))
    return Reply(told, buttons=((_REVIEW,),), private=True)


def _back(cards: int) -> tuple[Paragraph, ...]:
    verb = "was set aside and is" if cards == 1 else "were set aside and are"
    return (paragraph(f"{counted(cards, 'card')} of it {verb} back.", "quiet"),) if cards else ()
