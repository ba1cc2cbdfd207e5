"""how often a card was forgotten -> whether it is put aside, as one that only takes time  (pure)"""

from bot.models import Card, MemoryState, Rating

FIRST, FURTHER = 8, 4
"""Lapses after which a card is put aside, and after how many more it is again: Anki's own."""


def is_lapse(before: MemoryState | None, rating: Rating) -> bool:
    """Forgetting what was known; `before` is the memory's state, None for a card that was never asked."""
    return rating == "again" and before == "review"


def lapses_after(card: Card, rating: Rating) -> int:
    return card.lapses + is_lapse(card.memory.state if card.memory else None, rating)


def is_leech(before: int, after: int) -> bool:
    """Whether that lapse is one of those; a rating that was none never is."""
    return after > before and after >= FIRST and (after - FIRST) % FURTHER == 0
