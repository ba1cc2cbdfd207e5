"""Report, on a card's answer side: the teacher of where it came from is told, once a learner"""

from dataclasses import replace

from bot.commands import DismissConcern, LearnTerm, ListConcerns, ReportCard, RevealCard, Review
from bot.models import Card, CardId, CardKey, CardText, LearnerId, SpaceId
from bot.study.cards import of_question, report_name
from knowledge.models import Change, Library, LibraryId, Question, SourceState
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import buttons, labels, origin, text_of
from tests.fakes.small_course import COURSE, TRANSFER

DM = SpaceId("scripted:dm")
QUESTION = Question(
    "q1", "choice", "What is *frozen*?", ("the body",), ("the body", "the head"), why="It stays.",
    library=COURSE, source=TRANSFER.source, authored=True,
)  # fmt: skip


async def turned() -> Bench:
    """A card's answer side."""
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.send(Review())
    await at.platform.tap("Reveal")
    return at


async def concerns(at: Bench, space: SpaceId | None = None) -> str:
    where = origin(space=space) if space else at.platform.origin
    return text_of(await at.beside(replace(where, manages=True)).send(ListConcerns()))


async def test_a_card_that_is_reported_stands_in_the_teachers_list():
    at = await turned()
    reply = await at.platform.tap("Report")
    assert (text_of(reply), reply.private) == ("Thank you. The teacher is told of it.", True)
    told = await concerns(at)
    assert "Quiz questions and cards that were reported" in told
    assert "What does Layer mean? (1 learner said so)" in told


async def test_a_second_report_is_told_to_be_one_and_another_learners_counts():
    at = await turned()
    await at.platform.tap("Report")
    assert text_of(await at.platform.send(ReportCard(CardId(1)))) == "You have reported that one already."
    ben = at.beside(origin("ben"))
    await ben.send(LearnTerm("Layer"))
    assert "Thank you" in text_of(await ben.send(ReportCard(CardId(3))))
    assert "What does Layer mean? (2 learners said so)" in await concerns(at)


async def test_both_directions_of_a_word_are_two_things_to_look_at():
    at = await turned()
    await at.platform.send(ReportCard(CardId(1)))
    await at.platform.send(ReportCard(CardId(2)))
    assert (await concerns(at)).count("said so") == 2


async def test_a_report_is_dismissed_like_the_others_and_stays_so_while_the_card_is_as_it_was():
    at = await turned()
    await at.platform.tap("Report")
    teacher = at.beside(replace(origin("mr green"), manages=True))
    (dismiss,) = (
        it.command
        for it in buttons(await teacher.send(ListConcerns()))
        if isinstance(it.command, DismissConcern)
    )
    assert "said so" not in text_of(await teacher.send(dismiss))
    assert "already" in text_of(await at.platform.send(ReportCard(CardId(1))))
    assert "said so" not in await concerns(at)


async def test_a_card_that_came_from_a_server_is_told_there_when_it_is_reviewed_in_a_dm():
    at = await turned()
    dm = at.beside(origin(space=DM))
    await dm.send(ReportCard(CardId(1)))
    assert "Layer" in await concerns(at)
    assert "Layer" not in await concerns(at, DM)


async def test_where_its_library_is_not_studied_any_more_nothing_of_it_is_told():
    at = await turned()
    other = LibraryId("other")
    await at.ports.catalogue.switch(Change(Library(other, "Other"), (), (), (), ()))
    await at.record.set_libraries(at.platform.origin.space, [other])
    assert "not studied here" in text_of(await at.platform.send(ReportCard(CardId(1))))
    await at.beside(origin(space=DM)).send(ReportCard(CardId(1)))
    assert "Layer" not in await concerns(at)
    assert "Layer" in await concerns(at, DM)


async def test_a_card_of_a_teachers_question_is_that_question():
    at = await bench()
    lesson = replace(TRANSFER, questions=(QUESTION,))
    states = (SourceState(TRANSFER.source, "/course", "other"),)
    await at.ports.catalogue.switch(Change(Library(COURSE, "Course"), states, (lesson,), (), ()))
    learner = await at.record.learner(at.platform.origin.identity)
    await at.record.add_cards(learner, at.platform.origin.space, [of_question(QUESTION)], at.clock.now())
    await at.platform.send(ReportCard(CardId(1)))
    (found,) = await at.record.reported(at.platform.origin.space)
    assert found.question == QUESTION


async def test_nobody_reports_the_card_of_another():
    at = await turned()
    assert "no card of yours" in text_of(await at.beside(origin("ben")).send(ReportCard(CardId(1))))
    assert "said so" not in await concerns(at)


async def test_the_answer_side_has_no_more_buttons_in_a_row_than_a_platform_takes():
    at = await turned()
    reply = await at.platform.send(RevealCard(CardId(1), 0))
    assert "Report" in labels(reply)
    assert all(len(row) <= 5 for row in reply.buttons)


def test_cards_of_one_name_are_reported_apart():
    keys = (
        CardKey(COURSE, "a.md", (), "term", "Layer"),
        CardKey(COURSE, "a.md", (), "meaning", "Layer"),
        CardKey(COURSE, "b.md", (), "term", "Layer"),
        CardKey(LibraryId("other"), "a.md", (), "term", "Layer"),
        CardKey(COURSE, "a.md", ("Layer",), "term", "Layer"),
    )
    texts = (CardText(key, "?", "!", "") for key in keys)
    names = {report_name(Card(CardId(1), LearnerId(1), DM, text)) for text in texts}
    assert len(names) == len(keys)
