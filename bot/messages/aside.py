"""the cards that a learner set aside for good -> Reply  (pure)"""

from collections.abc import Sequence

from bot.commands import Review, ShowSetAside, TakeCardUp
from bot.markup import plain_of
from bot.messages.phrases import shortened
from bot.models import Card
from bot.replies import Bullets, Button, Heading, Reply, paragraph, plain

A_PAGE = 10
"""Two rows of buttons."""

_LONGEST = 150
_A_ROW = 5


def listed(cards: Sequence[Card], page: int, pages: int) -> Reply:
    """One page of `pages`, counted from 0."""
    if not cards:
        said = paragraph("No card is set aside here.", "good")
        return Reply((said,), buttons=((_review(),),), private=True)
    first = page * A_PAGE + 1
    lines = tuple(plain(_line(card)) for card in cards)
    shown = Bullets(lines, numbered=True, start=first)
    where = (paragraph(f"Page {page + 1} of {pages}.", "quiet"),) if pages > 1 else ()
    back = [Button(f"Bring back {n}", TakeCardUp(it.id), key=f"b{n}") for n, it in enumerate(cards, first)]
    rows = tuple(tuple(back[n : n + _A_ROW]) for n in range(0, len(back), _A_ROW))
    parts = (Heading(plain("Set aside for good"), 2), shown, *where)
    return Reply(parts, buttons=(*rows, (_review(), *_turning(page, pages))), private=True)


def _line(card: Card) -> str:
    return shortened(plain_of(card.text.front), _LONGEST)


def _review() -> Button:
    return Button("Review", Review(), "primary")


def _turning(page: int, pages: int) -> tuple[Button, ...]:
    back = (Button("Back", ShowSetAside(page - 1)),) if page else ()
    on = (Button("Next", ShowSetAside(page + 1)),) if page + 1 < pages else ()
    return (*back, *on)
