"""how often a card was forgotten -> whether it is put aside, as one that only takes time  (pure)"""

from bot.models import Card, Rating

FIRST, FURTHER = 8, 4
"""Lapses after which a card is put aside, and after how many more it is again: Anki's own."""


def lapses_after(card: Card, rating: Rating) -> int:
    """As the study record counts them: forgetting what was known."""
    known = card.memory is not None and card.memory.state == "review"
    return card.lapses + (rating == "again" and known)


def is_leech(before: int, after: int) -> bool:
    """Whether that lapse is one of those; a rating that was none never is."""
    return after > before and after >= FIRST and (after - FIRST) % FURTHER == 0
