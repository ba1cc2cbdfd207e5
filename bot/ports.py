"""What the bot needs of the outside: Clock, Dice, Messenger, Intake, StudyRecord

Every adapter and every fake passes the same contract in tests/contracts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.budgets import Limits, Spent, Whose
from bot.models import (
    Card,
    CardId,
    CardReview,
    CardText,
    Choice,
    Claim,
    ConcernKind,
    ConversationId,
    DeckCount,
    Habits,
    Identity,
    LearnerId,
    LessonProgress,
    LiveRound,
    Memory,
    QuizRound,
    ReportedQuestion,
    Response,
    Reviewed,
    RoundId,
    SpaceId,
    SpaceSettings,
    Turn,
    UnansweredQuestion,
    UnhelpfulAnswer,
    Upload,
)
from bot.record_ports import ClassRecord, LinkingRecord, OwnRecord
from bot.replies import Reply
from knowledge.models import Answer, LibraryId, Question


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Returns once it is over; at once where it is."""


class Dice(Protocol):
    def seed(self) -> int:
        """A new seed for a quiz, in [0, 2**31)."""

    def token(self, alphabet: str, length: int) -> str:
        """Characters that nobody can foretell."""


@dataclass(frozen=True, slots=True)
class Direct:
    """Where one person alone is written to."""

    space: SpaceId
    channel: str


class Messenger(Protocol):
    """Messages that nobody's command is the answer to. Raises Undeliverable and its kin."""

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        """A new message; the platform's id of it (of its last part, where it takes several). With a key it
        is posted once, however often that is tried within some minutes."""

    async def revise(self, space: SpaceId, channel: str, message: str, reply: Reply) -> None:
        """Draw a message anew."""

    async def open_thread(self, space: SpaceId, channel: str, title: str) -> str:
        """The id of a new thread that all who see the channel may join; the channel's own where it is a
        thread. Raises NotTogether where there can be none, as in a DM."""

    async def open_direct(self, identity: Identity) -> Direct:
        """The same one each time. Raises NotTogether where nobody can be written to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an intake read; `skipped` are names with the reason."""

    lessons: int = 0
    terms: int = 0
    skipped: tuple[tuple[str, str], ...] = ()


class Intake(Protocol):
    """Files into a library, without the bot waiting for what it reads: parsing is another process's."""

    async def add(self, library: LibraryId, title: str, files: Sequence[Upload]) -> Taken:
        """Beside what the library has; a file of the same name takes the other's place. The library is made
        where there is none. Raises UnusableMaterial where nothing of it can be read: the library stays as it
        was."""

    async def forget(self, library: LibraryId) -> None:
        """The library and all files that were sent for it; one that is not there is no error."""


class StudyRecord(LinkingRecord, OwnRecord, ClassRecord, Protocol):
    """The truth of who learns. Raises knowledge.errors.StoreUnavailable where it does not answer."""

    async def learner(self, identity: Identity) -> LearnerId:
        """The person behind an identity; made when first seen."""

    # Spaces

    async def settings(self, space: SpaceId) -> SpaceSettings:
        """The defaults for a space that was never seen."""

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None: ...

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        """What the space chose to study, by slug; empty where it chose nothing: every open library."""

    async def choice(self, space: SpaceId) -> Choice:
        """In one look: it is asked before every answer."""

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None: ...

    async def lend(self, library: LibraryId, spaces: Collection[SpaceId]) -> None:
        """From now on only these spaces may study it, instead of those before; none makes it open again."""

    async def lendings(self) -> Mapping[LibraryId, frozenset[SpaceId]]:
        """The libraries that are lent, and to whom; what is missing is open to all. A space that is forgotten
        is left out, and a library that was lent to it alone stays lent, to none."""

    async def private_spaces(self) -> frozenset[SpaceId]:
        """Those whose `private_answers` is set: held in memory by who must not wait."""

    async def joined(self, space: SpaceId) -> bool:
        """The bot is there (again), and the space's data stays. True where this is news: the first time, even
        of a space that was used before, and again after it was left; False each time after."""

    async def left(self, space: SpaceId, at: datetime) -> None:
        """The bot was taken away there, or from a space that was only used. Keeps the first moment; a space
        that was never seen is ignored."""

    async def present(self, prefix: str) -> frozenset[SpaceId]:
        """Spaces whose ids begin so, capitals minded, and that were joined and not left since."""

    async def forget_left(self, before: datetime) -> tuple[SpaceId, ...]:
        """Delete the spaces that were left before, with all that hangs on them; which, by id. Learners stay:
        they may be elsewhere too."""

    # What one process tells the next

    async def mark(self, name: str) -> str:
        """Empty where nothing was marked."""

    async def set_mark(self, name: str, value: str) -> None: ...

    # Conversations: kept 30 days

    async def open_conversation(
        self, space: SpaceId, channel: str, learner: LearnerId, at: datetime, *, private: bool = False
    ) -> ConversationId:
        """`private` where others read that channel, and do not see what is answered."""

    async def add_turn(
        self,
        conversation: ConversationId,
        answer: Answer,
        libraries: Sequence[LibraryId],
        at: datetime,
    ) -> Turn:
        """The turn with its number, `answer.turn` set to it."""

    async def turn(self, space: SpaceId, conversation: ConversationId, n: int | None = None) -> Turn | None:
        """The n-th turn, or the last; None where there is none, or where another space holds it."""

    async def conversation_in(
        self, space: SpaceId, channel: str, learner: LearnerId | None = None
    ) -> ConversationId | None:
        """The one in that channel with the newest turn: of that learner where one is given, else of those
        that are not private. None where there is none with a turn."""

    async def forget_conversations(self, before: datetime) -> int:
        """Drop those whose last turn is older; how many."""

    # Quizzes

    async def open_round(
        self,
        space: SpaceId,
        channel: str,
        learner: LearnerId,
        topic: str,
        seed: int,
        questions: Sequence[Question],
        at: datetime,
    ) -> RoundId: ...

    async def round(self, space: SpaceId, round: RoundId) -> QuizRound | None:
        """None where there is none, or where another space holds it."""

    async def open_round_of(self, space: SpaceId, channel: str, learner: LearnerId) -> QuizRound | None:
        """The learner's newest round there that has not ended."""

    async def add_response(self, round: RoundId, response: Response) -> bool:
        """False where that learner's response to that number stands already: a tap acts once."""

    async def override(self, round: RoundId, number: int, learner: LearnerId) -> bool:
        """Count a response as right after all; False where there is none to count."""

    async def end_round(self, round: RoundId) -> None: ...

    async def add_report(self, round: RoundId, number: int, learner: LearnerId, at: datetime) -> bool:
        """False where that learner reported that question of that round already. Raises StaleButton where
        there is no such question."""

    async def add_card_report(
        self, space: SpaceId, learner: LearnerId, question: Question, made_from: str, at: datetime
    ) -> bool:
        """A card with which something is wrong, told as a question: one that was reported of a quiz by the
        same id is the same. False where that learner reported it already, made from the same."""

    # Rounds that are played together: one a channel

    async def open_live(self, live: LiveRound) -> bool:
        """False where another was called for in its channel, or is played there. Of many at once one gets
        through. Raises StaleButton where its space has no such round. Goes with its round."""

    async def live(self, round: RoundId) -> LiveRound | None: ...

    async def live_in(self, space: SpaceId, channel: str) -> LiveRound | None:
        """The one that was called for in, or is played in, that channel."""

    async def all_live(self) -> tuple[LiveRound, ...]:
        """Of every space, by round: what a start goes on with."""

    async def move_live(self, live: LiveRound) -> None:
        """Its thread, question, moment and message; one that was closed is ignored."""

    async def close_live(self, round: RoundId) -> None: ...

    async def names(self, learners: Collection[LearnerId], platform: str) -> Mapping[LearnerId, str]:
        """As the platform calls them: one entry each, empty where no name is known."""

    # Lessons

    async def progress(self, learner: LearnerId) -> tuple[LessonProgress, ...]: ...

    async def set_progress(self, learner: LearnerId, progress: LessonProgress, at: datetime) -> None: ...

    # Cards

    async def add_cards(
        self, learner: LearnerId, space: SpaceId, texts: Sequence[CardText], at: datetime
    ) -> tuple[CardId, ...]:
        """The numbers of the cards with these keys, in their order. One that the learner has keeps its memory
        and gets the new text; a retired one is back."""

    async def card(self, learner: LearnerId, card: CardId) -> Card | None:
        """None where there is none, or where it is another learner's."""

    async def cards_of(self, learner: LearnerId, library: LibraryId) -> tuple[Card, ...]:
        """All of that library, in the order in which they came: those that are set aside, buried or retired
        too."""

    async def retire_cards(self, learner: LearnerId, cards: Collection[CardId]) -> None:
        """Their material is gone: not shown from now on, memory and reviews kept. `add_cards` brings them
        back; another learner's are left as they are."""

    async def due_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        """Seen before, due by now, neither suspended, retired nor buried; the longest due first."""

    async def new_cards(self, learner: LearnerId, now: datetime, *, count: int) -> tuple[Card, ...]:
        """Never reviewed, neither suspended, retired nor buried; in the order in which they came."""

    async def deck_count(
        self,
        learner: LearnerId,
        now: datetime,
        day_began: datetime,
        *,
        among: Collection[LibraryId] | None = None,
    ) -> DeckCount:
        """`among` counts the cards of these libraries alone; the day's reviews are of all."""

    async def review_card(self, learner: LearnerId, review: CardReview) -> bool:
        """Keep the review and the memory after it; False where the card has more or fewer reviews than
        `review.n - 1`: of two taps one wins. A card forgotten in review ("again" with a memory in state
        "review") counts a lapse."""

    async def undo_review(self, learner: LearnerId) -> Card | None:
        """Take the learner's newest review back, memory and lapse too; the card as it was, None where there
        is none to take back."""

    async def set_aside(
        self,
        learner: LearnerId,
        card: CardId,
        *,
        suspended: bool | None = None,
        buried_until: datetime | None = None,
    ) -> bool:
        """None leaves it as it is; False where there is no such card of theirs."""

    async def next_due(self, learner: LearnerId, after: datetime) -> datetime | None:
        """When the next card becomes due that is not now; None where none will."""

    # What is told of it all

    async def reviews_since(self, learner: LearnerId, since: datetime) -> tuple[Reviewed, ...]:
        """The oldest first, with one at that very moment."""

    async def memories(self, learner: LearnerId) -> tuple[Memory | None, ...]:
        """Of their cards that are neither suspended nor retired; None for one that was never reviewed."""

    async def reviews_here(self, space: SpaceId, since: datetime) -> Mapping[LearnerId, int]:
        """How many reviews, of cards that came up in that space, each learner gave who agreed to be listed;
        who gave none is left out."""

    async def set_listed(self, learner: LearnerId, listed: bool) -> None:
        """Whether they are named among others, that alone; their other habits and their next DM stay."""

    # Habits, and the daily DM

    async def habits(self, learner: LearnerId) -> Habits:
        """The defaults for one who never said otherwise."""

    async def set_habits(self, learner: LearnerId, habits: Habits, next_at: datetime | None) -> None:
        """`next_at` is when their next DM is due, None for none; what was claimed before is settled."""

    async def claim_dailies(
        self, platform: str, now: datetime, *, lease: timedelta, count: int
    ) -> tuple[Claim, ...]:
        """DMs on that platform that are due by now, the longest due first, each to one caller alone for as
        long as `lease`; after that whoever comes gets it again, with its first moment."""

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        """Done with that one; the next is due at `next_at`. False where it was settled before."""

    # Budgets: by UTC day, what a language model cost; and how fast a learner asks

    async def reserve_request(
        self, learner: LearnerId, space: SpaceId, day: date, limits: Limits
    ) -> Whose | None:
        """Count one request to the learner and to the space, where both have room for it, and None; else
        count nothing, and whose budget is spent. Of many at once no more get through than have room."""

    async def settle_request(
        self, learner: LearnerId, space: SpaceId, day: date, *, tokens: int, asked: bool
    ) -> None:
        """What a reserved request took; not `asked` gives it back: no model was needed after all."""

    async def spent(self, day: date, *, learner: LearnerId, space: SpaceId) -> tuple[Spent, Spent]:
        """The learner's, over all spaces, and the space's, over all learners."""

    async def forget_spending(self, before: date) -> int:
        """Drop the days before; how many rows."""

    async def admit(self, learner: LearnerId, at: datetime, per_minute: int) -> float:
        """Seconds to wait before another question; 0 where this one may come, and is counted."""

    # What the teacher reads

    async def add_feedback(
        self,
        conversation: ConversationId,
        turn: int,
        learner: LearnerId,
        helpful: bool,
        at: datetime,
    ) -> None:
        """One a learner and turn: another one replaces the first, the same one again changes nothing."""

    async def feedback(self, conversation: ConversationId, turn: int) -> tuple[int, int]:
        """How many found it helpful, and how many not."""

    async def add_unanswered(self, question: UnansweredQuestion) -> None: ...

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        """Newest first."""

    async def unhelpful(self, space: SpaceId) -> tuple[UnhelpfulAnswer, ...]:
        """Answers that somebody found of no help, the newest vote first, with the question as it stands
        alone. Votes that were dismissed do not count: only a new one brings the answer back."""

    async def reported(self, space: SpaceId) -> tuple[ReportedQuestion, ...]:
        """Each quiz question once, by its own id whichever round it stood in, and as it was asked when last
        reported; the newest report first. Reports that were dismissed do not count: only a new one brings
        the question back."""

    async def dismiss(self, space: SpaceId, kind: ConcernKind, number: int) -> bool:
        """By the `id` that the three above give, which no other ever gets. An unanswered question goes
        together with those of the same words, whatever their capitals and spaces. False where there is none
        in that space, or none any more."""
