"""what is asked of the lessons, the glossary and the conversation: commands, as frozen values"""

from dataclasses import dataclass

from bot.models import ConversationId, Level


@dataclass(frozen=True, slots=True)
class Ask:
    """`conversation` makes it a follow-up, `follows` one of the newest conversation of its channel, where
    there is one; `lesson` (slug, title or source) keeps it to that lesson; `private` None leaves it to the
    space's setting; `level` is how the answer is told."""

    question: str
    lesson: str = ""
    conversation: ConversationId | None = None
    private: bool | None = None
    level: Level = "plain"
    follows: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question on a conversation, which a form asks for."""

    conversation: ConversationId
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Plain words, where the bot reads them (a DM, a tutor thread): the answer to the learner's open quiz
    question there, else a question that goes on with the conversation."""

    words: str


@dataclass(frozen=True, slots=True)
class Reword:
    """The answer of a turn, told otherwise: as a new turn of its conversation. `turn` 0 is the last;
    without a conversation, the learner's newest one in the channel."""

    conversation: ConversationId | None
    turn: int
    level: Level
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """What citation `n` of a turn stands on; `turn` 0 is the last; without a conversation, the learner's
    newest one in the channel."""

    conversation: ConversationId | None
    turn: int
    n: int


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    conversation: ConversationId
    turn: int
    helpful: bool


@dataclass(frozen=True, slots=True)
class Define:
    word: str


@dataclass(frozen=True, slots=True)
class ListLessons:
    pass


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """`section` counts from 0; None goes on where the learner stopped, -1 is the cover."""

    name: str
    section: int | None = -1


@dataclass(frozen=True, slots=True)
class Help:
    about: str = ""
