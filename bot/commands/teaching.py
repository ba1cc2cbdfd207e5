"""what teachers ask for: commands, as frozen values"""

from dataclasses import dataclass

from bot.models import ConcernKind, Upload


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """What the space chose, for its teachers."""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """None leaves a setting as it is; an empty `teacher_role` takes it away."""

    private_answers: bool | None = None
    teacher_role: str | None = None


@dataclass(frozen=True, slots=True)
class ListLibraries:
    """What may be studied in the space, and what is, for its teachers."""


@dataclass(frozen=True, slots=True)
class StudyLibrary:
    """Take a library up in the space, or leave it."""

    library: str
    studied: bool


@dataclass(frozen=True, slots=True)
class AddMaterial:
    """Files for the space's own library, which is made with the first of them. No button holds it."""

    files: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class ListConcerns:
    """What was asked and not answered, what did not help and what was reported, for the teachers.
    `page` counts from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """An unanswered question, whose answer a form asks the teacher for; the question's number."""

    question: int


@dataclass(frozen=True, slots=True)
class AnswerConcern:
    """The teacher's answer to an unanswered question: it becomes part of the space's own library."""

    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class DismissConcern:
    """`kind` and the number of what is not to be shown any more."""

    kind: ConcernKind
    number: int
