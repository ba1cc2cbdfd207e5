"""Who learns what and where, for the contracts of the study record"""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.models import CardId, CardText, ConversationId, Habits, Identity, LearnerId, RoundId, SpaceId
from bot.ports import StudyRecord
from knowledge.models import Answer, ChunkId, Citation, LibraryId, Question, Sentence, Suggestion
from tests.fakes.clock import FrozenClock

NOW = FrozenClock().now()
HERE, THERE = SpaceId("discord:guild:42"), SpaceId("terminal:local")
BIRDS, FISH = LibraryId("birds"), LibraryId("fish")
ANA, BO = Identity("discord", "7", "Ana"), Identity("discord", "8", "Bo")

ANSWER = Answer(
    "and why is that?",
    "Why do owls hoot?",
    (Sentence("They hoot at night.", (1, 2)), Sentence("Listen.", (1,), "step")),
    (Citation(1, ChunkId("0" * 32), BIRDS, "Owls", ("Night",), "owls.md", "", "Owls hoot at night."),),
    composer="fallback",
    remark="too slow",
    turn=99,
)
ABSTENTION = Answer(
    "Why?", "Why?", reasons=("no passage is near",), suggestions=(Suggestion("lesson", "Owls", "owls.md"),)
)
QUESTIONS = (
    Question(
        "a", "several", "Which hoot?", ("Owl", "Cuckoo"), options=("Owl", "Cuckoo", "Hen"), why="They do."
    ),
    Question(
        "b", "typed", "Who?", ("Owl",), accept=("an owl",), library=BIRDS, source="owls.md", heading=("A",)
    ),
)


async def set_habits(
    record: StudyRecord, learner: LearnerId, habits: Habits, next_at: datetime | None
) -> None:
    await record.change_habits(learner, lambda _: habits, lambda _: next_at)


async def a_conversation(record: StudyRecord, at: datetime = NOW) -> ConversationId:
    return await record.open_conversation(HERE, "general", await record.learner(ANA), at)


async def a_round(record: StudyRecord, space: SpaceId = HERE) -> tuple[RoundId, LearnerId]:
    ana = await record.learner(ANA)
    return await record.open_round(space, "general", ana, "owls", 2**31 - 1, QUESTIONS, NOW), ana


async def followed(
    record: StudyRecord,
    learner: LearnerId,
    generation: int = 0,
    *,
    newest: CardId | None = None,
    renewed: Mapping[CardId, CardText] | None = None,
    retired: Collection[CardId] = (),
) -> None:
    """The cards of BIRDS, all of them unless `newest` says otherwise."""
    last = max((it.id for it in await record.cards_of(learner, BIRDS)), default=CardId(0))
    await record.follow_cards(
        learner, BIRDS, generation, newest=newest or last, renewed=renewed or {}, retired=retired
    )
