"""Cards follow their material: a generation moves, and the next review finds them as they are today"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.commands import Ask, LearnTerm, RateCard, RevealCard, Review, SaveAnswer, UndoReview
from bot.models import Card, CardId, CardKey, CardText, ConversationId, LearnerId, SpaceId
from bot.study.cards import of_question, of_term
from bot.study.reconciling import Today, reconciled
from knowledge.models import Change, Lesson, Library, LibraryId, Question, SourceState, Term, TermSection
from knowledge.questions import questions_for
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import labels, origin, text_of
from tests.fakes.small_course import COURSE, TERMS, TRANSFER, TUNING

LAYER = TERMS[1]
NEWER = replace(LAYER, sections=(TermSection("", "One step of what a network computes."),))
AUTHORED = Question(
    "q1", "typed", "What is frozen?", ("the body",), why="So says the teacher.", library=COURSE,
    source=TRANSFER.source, authored=True,
)  # fmt: skip


def held(*texts: CardText, retired: bool = False) -> tuple[Card, ...]:
    made = enumerate(texts, start=1)
    return tuple(Card(CardId(n), LearnerId(1), SpaceId("s"), text, retired=retired) for n, text in made)


def said(*lessons: Lesson) -> dict[str, Sequence[str]]:
    return {it.source: [section.text for section in it.sections] for it in lessons}


async def taught(
    at: Bench,
    *terms: Term,
    lessons: Sequence[Lesson] = (),
    gone: Sequence[str] = (),
    library: LibraryId = COURSE,
) -> None:
    """Another ingest: its generation moves."""
    states = [SourceState(it.source, "/course", "other") for it in (*terms, *lessons)]
    await at.ports.catalogue.switch(
        Change(Library(library, "Course"), tuple(states), tuple(lessons), terms, (), tuple(gone))
    )


async def deck(at: Bench) -> tuple[Card, ...]:
    learner = await at.record.learner(at.platform.origin.identity)
    found: tuple[Card, ...] = await at.record.cards_of(learner, COURSE)
    return found


# What is decided


def test_a_card_whose_material_is_as_it_was_is_left_alone():
    cards = held(*of_term(LAYER), of_question(AUTHORED))
    found = reconciled(cards, Today([LAYER], [AUTHORED]))
    assert (found.renewed, found.retired) == ((), ())


def test_a_card_whose_key_is_still_there_gets_todays_text():
    cards = held(*of_term(LAYER), of_question(AUTHORED))
    better = replace(AUTHORED, why="Its weights stay.", accept=("body",))
    found = reconciled(cards, Today([NEWER], [better]))
    assert found.renewed == (*of_term(NEWER), of_question(better))
    assert found.retired == ()


def test_a_card_whose_key_is_gone_is_retired_once():
    cards = held(*of_term(LAYER), of_question(AUTHORED))
    assert reconciled(cards, Today(texts=said(TRANSFER))).retired == tuple(card.id for card in cards)
    assert reconciled(held(*of_term(LAYER), retired=True), Today()).retired == ()


def test_a_card_whose_key_is_back_is_brought_back():
    assert reconciled(held(*of_term(LAYER), retired=True), Today([LAYER])).renewed == of_term(LAYER)


@pytest.mark.parametrize("retired", [True, False])
def test_a_saved_answer_stays_as_it_was_saved(retired: bool):
    answer = CardText(CardKey(COURSE, "gone.md", (), "answer", "Why?"), "Why?", "So.", "hash")
    found = reconciled(held(answer, retired=retired), Today())
    assert (found.renewed, found.retired) == ((), ())


async def test_what_a_quiz_made_up_stays_while_its_sentence_does():
    at = await bench()
    made = [
        question
        for seed in range(3)
        for question in await questions_for("", (COURSE,), catalogue=at.ports.catalogue, count=50, seed=seed)
    ]
    assert {question.kind for question in made} >= {"typed", "true_false"}
    learner = await at.record.learner(at.platform.origin.identity)
    await at.record.add_cards(learner, at.platform.origin.space, [*map(of_question, made)], at.clock.now())
    await at.platform.send(Review())
    assert not any(card.retired for card in await deck(at))
    told = TERMS[3].sections[0].text
    await taught(at, replace(TERMS[3], sections=(TermSection("", "Another meaning."),)))
    await at.platform.send(Review())
    gone = [card.text.why for card in await deck(at) if card.retired]
    assert gone
    assert gone == [card.text.why for card in await deck(at) if told in card.text.why]


@pytest.mark.parametrize(
    ("why", "stays"),
    [
        ("It needs less data because the early layers already know edges and textures.", True),
        ("it needs less data because the early layers already…", True),
        ("That describes “Layer”. The ImageNet weights are a usual start.", True),
        ("Freeze the body → Train the head", True),
        ("Freeze the body → Train the tail", False),
        ("The ImageNet weights are a usual star", False),
        ("The Net weights are a usual start.", False),
        ("", False),
    ],
)
def test_a_sentence_is_still_said_where_its_words_are(why: str, stays: bool):
    key = CardKey(COURSE, TRANSFER.source, (), "question", "made up")
    found = reconciled(held(CardText(key, "?", "!", "hash", why=why)), Today(texts=said(TRANSFER)))
    assert found.retired == (() if stays else (CardId(1),))


# What a learner sees


async def test_a_card_is_shown_as_its_material_is_today_and_keeps_its_memory():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.send(RateCard(CardId(1), 0, "easy"))
    memory = (await deck(at))[0].memory
    await taught(at, NEWER)
    at.clock.advance(days=60)
    await at.platform.send(Review())
    assert "One step of what a network computes." in text_of(await at.platform.send(RevealCard(CardId(1), 1)))
    assert ((await deck(at))[0].memory, (await deck(at))[0].reviews) == (memory, 1)
    assert memory is not None


async def test_a_card_whose_material_is_gone_does_not_come_until_it_is_back():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.send(RateCard(CardId(1), 0, "easy"))
    before = await deck(at)
    await taught(at, gone=(LAYER.source,))
    at.clock.advance(days=60)
    assert "Reveal" not in labels(await at.platform.send(Review()))
    assert "gone" in text_of(await at.platform.send(RevealCard(CardId(1), 1)))
    await taught(at, LAYER)
    assert "Reveal" in labels(await at.platform.send(Review()))
    assert await deck(at) == before


async def test_a_rating_of_a_card_that_is_gone_can_still_be_taken_back():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.send(RateCard(CardId(1), 0, "easy"))
    await taught(at, gone=(LAYER.source,))
    await at.platform.send(Review())
    reply = await at.platform.send(UndoReview())
    assert text_of(reply).splitlines()[0].startswith("Taken back. The lessons have changed since")
    assert "One stage of a network." not in text_of(reply)
    assert (await deck(at))[0].reviews == 0


async def test_a_lesson_that_goes_leaves_the_answer_that_was_saved_of_it():
    at = await bench()
    await at.platform.send(Ask("why?"))
    await at.platform.send(SaveAnswer(ConversationId(1), 1))
    await taught(at, gone=(TRANSFER.source,))
    assert "why?" in text_of(await at.platform.send(Review()))


class Counting:
    """A catalogue of which is counted how often it is asked for a term."""

    def __init__(self, catalogue: object) -> None:
        self._catalogue = catalogue
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        self.asked += name == "term"
        return getattr(self._catalogue, name)


async def test_material_is_looked_at_once_a_generation_and_learner():
    counting = Counting((await bench()).ports.catalogue)
    at = await bench(taught=counting)  # type: ignore[arg-type]
    await at.platform.send(LearnTerm("Layer"))
    learned = counting.asked
    for _ in range(3):
        await at.platform.send(Review())
    assert counting.asked == learned + 1
    await taught(at, lessons=[TUNING])
    for _ in range(3):
        await at.platform.send(Review())
    assert counting.asked == learned + 2
    ben = at.beside(origin("ben"))
    await ben.send(LearnTerm("Layer"))
    learned = counting.asked
    await ben.send(Review())
    assert counting.asked == learned + 1
