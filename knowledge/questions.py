"""lessons and terms -> quiz questions: authored first, then generated"""

from knowledge.models import LibraryId, Question
from knowledge.ports import Catalogue


async def questions_for(
    topic: str, libraries: tuple[LibraryId, ...], *, catalogue: Catalogue, count: int, seed: int
) -> tuple[Question, ...]:
    """At most `count` questions on a topic, the same ones for the same seed and material.

    `topic` is a lesson's slug, title or source, a term, a category, a track, or words; empty is
    everything. Empty where nothing fits the topic.
    """
    raise NotImplementedError
