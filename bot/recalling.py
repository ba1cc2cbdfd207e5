"""a conversation and a number, or neither -> the turn that is meant"""

from bot.errors import BadCommand
from bot.models import ConversationId, Origin, Turn
from bot.ports import StudyRecord


async def recalled(
    conversation: ConversationId | None, n: int, origin: Origin, *, record: StudyRecord
) -> Turn | None:
    """Turn 0 is the last; without a conversation, of the learner's newest one in the channel, and BadCommand
    where they have none there. None where the turn is gone."""
    if conversation is None:
        learner = await record.learner(origin.identity)
        conversation = await record.conversation_in(origin.space, origin.channel, learner)
    if conversation is None:
        raise BadCommand(
            "You have no answer here yet.", hint="Ask something first: /ask, then your question."
        )
    return await record.turn(origin.space, conversation, n or None)
