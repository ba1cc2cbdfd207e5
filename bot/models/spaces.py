"""What a space chose"""

from dataclasses import dataclass

from knowledge.models import LibraryId


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """What a space chose. `private_answers`: only the asker sees an answer unless they say otherwise.
    `teacher_role`: the platform's id of the role whose bearers teach, beside those who manage the space."""

    private_answers: bool = False
    teacher_role: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a space chose to study, by slug, empty where it chose nothing; and what is `closed` to it: the
    libraries that are lent, and not to it."""

    chosen: tuple[LibraryId, ...] = ()
    closed: frozenset[LibraryId] = frozenset()
