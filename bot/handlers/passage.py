"""Show passage: turn and mark -> the passage that the mark stands on"""

from bot.commands import ShowPassage
from bot.errors import BadCommand, StaleButton
from bot.messages import answers
from bot.messages.phrases import counted
from bot.models import Origin, Turn
from bot.ports import StudyRecord
from bot.recalling import recalled
from bot.replies import Reply
from bot.spaces import Libraries
from knowledge.models import Citation
from knowledge.ports import Catalogue


async def show_passage(
    command: ShowPassage, origin: Origin, *, record: StudyRecord, catalogue: Catalogue, libraries: Libraries
) -> Reply:
    turn = await recalled(command.conversation, command.turn, origin, record=record)
    citation = _cited(turn, command.n)
    if citation.library not in await libraries(origin.space):
        raise StaleButton("That passage is of a library that is not studied here any more.")
    chunks = await catalogue.chunks((citation.library,), (citation.chunk,))
    return answers.passage(citation, chunks.get(citation.chunk), private=True)


def _cited(turn: Turn | None, n: int) -> Citation:
    if turn is None:
        raise StaleButton("That answer is not here any more.")
    for citation in turn.answer.citations:
        if citation.n == n:
            return citation
    has = counted(len(turn.answer.citations), "source")
    raise BadCommand(f"There is no source [{n}].", hint=f"The answer has {has}.")
