"""questions -> verdicts, on shelves that live in memory"""

from dataclasses import dataclass
from itertools import count

from evaluation.asking import Examiner, unknown_sources
from evaluation.places import Places
from evaluation.questions import Asked
from ingest.progress import SilentProgress
from knowledge.answerer import Answerer
from knowledge.models import LessonHeading
from knowledge.ports import Catalogue
from knowledge.retriever import Retriever
from tests.fakes.scripted_chat import ScriptedChat
from tests.knowledge.answering_material import GARDEN, garden

SUN = Asked("When are tomatoes planted out?", ("after the last frost",), ("planting.md",), line=1)
CUP = Asked("Who won the football world cup?", answerable=False, line=2)


@dataclass
class Taught:
    catalogue: Catalogue
    retriever: Retriever
    answerer: Answerer


async def taught(chat: ScriptedChat) -> Taught:
    shelves = await garden()
    return Taught(shelves.catalogue, shelves.retriever, shelves.answerer(chat))


def examiner(*, written: bool = False) -> Examiner:
    ticks = count()
    return Examiner(seconds=lambda: float(next(ticks)), progress=SilentProgress(), written=written)


async def test_what_it_costs_is_asked_for_and_never_by_itself() -> None:
    chat = ScriptedChat(["Tomatoes are planted out after the last frost."])
    plain = await examiner().examine([SUN, CUP], await taught(chat), (GARDEN,))
    assert chat.asked == []
    assert [one.right for one in plain] == [True, True]
    assert [one.reply.seconds for one in plain] == [1.0, 1.0]
    (worded,) = await examiner(written=True).examine([SUN], await taught(chat), (GARDEN,))
    assert len(chat.asked) == 1
    assert worded.reply.answer.composer == "model"


def test_a_source_that_nothing_has_is_a_slip_of_the_hand() -> None:
    heading = LessonHeading(GARDEN, "planting.md", "planting", "Planting tomatoes")
    places = Places([heading], [])
    slip = Asked("Q", sources=("plantin", "planting"), line=3)
    gone = Asked("Q", sources=("pruning and grafting",), line=4)
    foreign = Asked("Q", sources=("no matter",), answerable=False, line=5)
    found = list(unknown_sources([SUN, slip, gone, foreign], [places]))
    assert [fault.line for fault in found] == [3, 4]
    assert found[0].advice == "Did you mean “planting”?"
    other = Places([LessonHeading(GARDEN, "p.md", "pruning-and-grafting", "P")], [])
    assert [fault.line for fault in unknown_sources([SUN, slip, gone], [places, other])] == [3]
