"""Who asks: the bot's own nouns, as frozen values"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from knowledge.models import Answer, HeadingPath, Level, LibraryId, Question

SpaceId = NewType("SpaceId", str)
"""A server, a workspace, a DM, a user install or the terminal: "discord:guild:42", "terminal:local"."""

LearnerId = NewType("LearnerId", int)
"""The study record's own number for a person, whichever platforms they come from."""

ConversationId = NewType("ConversationId", int)
RoundId = NewType("RoundId", int)
CardId = NewType("CardId", int)

Verdict = Literal["right", "close", "wrong", "skipped"]
"""What a response to a quiz question is worth: "close" is right but for the spelling, and counts."""


Rating = Literal["again", "hard", "good", "easy"]
"""How well a card was remembered; only "again" is forgotten."""

MemoryState = Literal["new", "learning", "review", "relearning"]

CardKind = Literal["term", "meaning", "question", "answer", "cloze"]
"""A term whose meaning is asked; a meaning whose term is asked; a quiz question; a question whose answer was
saved; a key sentence with a gap."""

ConcernKind = Literal["unanswered", "unhelpful", "reported"]
"""What a teacher looks at: a question without an answer, an answer that did not help, a quiz question that
somebody reported."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent. `name` is theirs and may hold anything."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one platform knows them; `user` is that platform's own id."""

    platform: Literal["discord", "slack", "terminal", "scripted"]
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a command came from. `channel` is the channel's, thread's or DM's own id in that space.

    `direct` where only this person reads the channel: a DM, the terminal. `manages` where they may change the
    space by the platform's own rules; `roles` are the platform's ids of what they are there.
    """

    identity: Identity
    space: SpaceId
    channel: str
    direct: bool = False
    manages: bool = False
    roles: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered; `n` counts from 1."""

    conversation: ConversationId
    n: int
    answer: Answer
    libraries: tuple[LibraryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner answered to question `number` (from 0) of a round.

    `given` is what they typed or the option's text; `overridden` where they said "I was right"; `points` are
    those of a round that is played together.
    """

    number: int
    learner: LearnerId
    given: str
    verdict: Verdict
    overridden: bool = False
    at: datetime | None = None
    points: int = 0

    @property
    def correct(self) -> bool:
        return self.overridden or self.verdict in ("right", "close")


@dataclass(frozen=True, slots=True)
class QuizRound:
    """A quiz under way or ended: questions in the order asked, and the responses so far.

    `channel` is empty where it is played together: its LiveRound says where, and no plain line of the host's
    is taken for an answer."""

    id: RoundId
    space: SpaceId
    channel: str
    learner: LearnerId
    topic: str
    seed: int
    questions: tuple[Question, ...]
    responses: tuple[Response, ...] = ()
    ended: bool = False

    @property
    def together(self) -> bool:
        return not self.channel


@dataclass(frozen=True, slots=True)
class LiveRound:
    """Where a round that is played together stands; its questions and responses are the QuizRound's, whose
    learner is the host. One a channel.

    `channel` is where it was called for, `thread` where it is played. `number` is the question that is open,
    -1 before the first; `asked_at` is when it was asked, None while none is open. `message` is the
    platform's id of the question's message, or empty. `seconds` is how long a question stays open whose
    answer is picked.
    """

    round: RoundId
    space: SpaceId
    channel: str
    thread: str
    number: int = -1
    asked_at: datetime | None = None
    message: str = ""
    seconds: int = 30


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """Where a learner stands in one lesson: the section last read (from 0), and the quiz's scores
    as shares in [0, 1], None before the first quiz."""

    library: LibraryId
    source: str
    section: int = 0
    done: bool = False
    best: float | None = None
    last: float | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of how well a learner remembers a card; whoever keeps the old one can undo a review.

    `stability` is the days after which it is remembered with a chance of 90 %, `difficulty` lies in [1, 10];
    both are 0 while it is new. `step` counts learning steps from 0 and is None in review. `due` and
    `last_review` are aware and UTC; `last_review` is None while it is new.
    """

    due: datetime
    state: MemoryState = "new"
    stability: float = 0.0
    difficulty: float = 0.0
    step: int | None = None
    last_review: datetime | None = None


@dataclass(frozen=True, slots=True)
class CardKey:
    """What a card hangs on, whatever its text is today. `name` is the term's, the question's id, or the first
    words of what was saved."""

    library: LibraryId
    source: str
    heading: HeadingPath
    kind: CardKind
    name: str


@dataclass(frozen=True, slots=True)
class CardText:
    """A card before anybody has it: Markdown on both sides. `accept` are other right spellings of a typed
    answer, `why` what is said once it is turned; `made_from` is the hash of the material."""

    key: CardKey
    front: str
    back: str
    made_from: str
    accept: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A learner's card. `memory` None: it was never reviewed. `reviews` counts those that stand, so that a
    tap on an older state is known. `suspended` until the learner takes it up again, `retired` since its
    material is gone, `buried_until` for the day."""

    id: CardId
    learner: LearnerId
    space: SpaceId
    text: CardText
    memory: Memory | None = None
    reviews: int = 0
    lapses: int = 0
    suspended: bool = False
    retired: bool = False
    buried_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How a learner wants to study. `zone` is an IANA name. `daily` is when their DM comes, in minutes after
    midnight on the wall of their zone, None for no DM; it goes to `channel` of `space` on `platform`. Between
    `paused_from` and `paused_until` no DM comes and no day is missed. `closed` where the platform refused
    their DM, until they were told. `listed` where they agreed to be named among others."""

    zone: str = "UTC"
    new_a_day: int = 10
    reviews_a_day: int = 100
    retention: float = 0.9
    daily: int | None = None
    platform: str = ""
    space: SpaceId = SpaceId("")
    channel: str = ""
    paused_from: datetime | None = None
    paused_until: datetime | None = None
    closed: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A daily DM that one sender took on itself; `due` and the learner name it. `first` is when it was first
    claimed: long before now where a sender ended without having settled it."""

    learner: LearnerId
    due: datetime
    first: datetime


@dataclass(frozen=True, slots=True)
class CardReview:
    """One rating. `n` counts a card's reviews from 1; `before` and `after` are its memory then, `before` None
    at the first."""

    card: CardId
    n: int
    rating: Rating
    at: datetime
    before: Memory | None
    after: Memory


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is told of a review once it is over: `state` is the card's memory's before it."""

    at: datetime
    rating: Rating
    state: MemoryState


@dataclass(frozen=True, slots=True)
class DeckCount:
    """`due` are seen before and due now, `new` never seen, `set_aside` suspended; retired ones are not
    counted. `reviewed` and `introduced` are reviews, and first reviews, since the day began."""

    due: int = 0
    new: int = 0
    set_aside: int = 0
    reviewed: int = 0
    introduced: int = 0


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that the library did not hold, for the teacher. `id` is the study record's number, 0 before
    it was kept; `learner` asked it, so that it goes with them, and no teacher is told."""

    space: SpaceId
    question: str
    reasons: tuple[str, ...]
    at: datetime
    id: int = 0
    learner: LearnerId | None = None


@dataclass(frozen=True, slots=True)
class UnhelpfulAnswer:
    """An answer that somebody found of no help; `id` is the number of the feedback, `votes` how many did."""

    id: int
    question: str
    answer: Answer
    votes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """A quiz question with which something is wrong; `votes` is how many learners say so."""

    id: int
    question: Question
    votes: int
    at: datetime


__all__ = [
    "Answer",
    "Card",
    "CardId",
    "CardKey",
    "CardKind",
    "CardReview",
    "CardText",
    "Choice",
    "Claim",
    "ConcernKind",
    "ConversationId",
    "DeckCount",
    "Habits",
    "HeadingPath",
    "Identity",
    "LearnerId",
    "LessonProgress",
    "Level",
    "LiveRound",
    "Memory",
    "MemoryState",
    "Origin",
    "QuizRound",
    "Rating",
    "ReportedQuestion",
    "Response",
    "Reviewed",
    "RoundId",
    "SpaceId",
    "SpaceSettings",
    "Turn",
    "UnansweredQuestion",
    "UnhelpfulAnswer",
    "Upload",
    "Verdict",
]
