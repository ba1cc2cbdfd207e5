"""an answer -> a turn of its conversation, kept; and who may read it"""

from collections.abc import Sequence

from bot.models import ConversationId, Origin, Turn
from bot.ports import Clock, StudyRecord
from knowledge.models import Answer, LibraryId


async def keep_turn(
    answer: Answer,
    conversation: ConversationId | None,
    origin: Origin,
    libraries: Sequence[LibraryId],
    *,
    record: StudyRecord,
    clock: Clock,
    private: bool = False,
) -> Turn:
    """Without a conversation, one is opened; `private` where only the asker is answered."""
    now, learner = clock.now(), await record.learner(origin.identity)
    if conversation is None:
        hidden = private and not origin.direct
        conversation = await record.open_conversation(
            origin.space, origin.channel, learner, now, private=hidden
        )
    return await record.add_turn(conversation, answer, libraries, now, asker=learner)


async def is_private(wanted: bool | None, origin: Origin, *, record: StudyRecord) -> bool:
    """As the asker says, else as the space does."""
    if wanted is not None:
        return wanted
    return (await record.settings(origin.space)).private_answers
