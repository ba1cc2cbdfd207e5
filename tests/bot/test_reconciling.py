"""Cards follow their material: a generation moves, and the next review finds them as they are today"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.commands import Ask, LearnLesson, LearnTerm, RateCard, RevealCard, Review, SaveAnswer, UndoReview
from bot.models import Card, CardId, CardKey, CardText, ConversationId, LearnerId, SpaceId
from bot.study.cards import of_question, of_term
from bot.study.following.reconciling import Reconciled, Today, reconciled
from knowledge.models import Change, Lesson, Library, LibraryId, Question, SourceState, Term, TermSection
from knowledge.questions import questions_for
from knowledge.quizzes.question_forms import question_id
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
    assert reconciled(cards, Today([LAYER], [AUTHORED])) == Reconciled()


def test_a_card_whose_key_is_still_there_gets_todays_text():
    cards = held(*of_term(LAYER), of_question(AUTHORED))
    better = replace(AUTHORED, why="Its weights stay.", accept=("body",))
    found = reconciled(cards, Today([NEWER], [better]))
    assert tuple(found.renewed.values()) == (*of_term(NEWER), of_question(better))
    assert found.retired == ()


def test_a_card_whose_key_is_gone_is_retired_once():
    cards = held(*of_term(LAYER), of_question(AUTHORED))
    assert reconciled(cards, Today(texts=said(TRANSFER))).retired == tuple(card.id for card in cards)
    assert reconciled(held(*of_term(LAYER), retired=True), Today()).retired == ()


def test_a_card_whose_key_is_back_is_brought_back():
    found = reconciled(held(*of_term(LAYER), retired=True), Today([LAYER]))
    assert tuple(found.renewed.values()) == of_term(LAYER)


@pytest.mark.parametrize("retired", [True, False])
def test_a_saved_answer_stays_as_it_was_saved(retired: bool):
    answer = CardText(CardKey(COURSE, "gone.md", (), "answer", "Why?"), "Why?", "So.", "hash")
    assert reconciled(held(answer, retired=retired), Today()) == Reconciled()


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
    made = Question("", "typed", "?", ("!",), why=why, library=COURSE, source=TRANSFER.source)
    named = replace(made, id=question_id(TRANSFER.source, "typed", "?", "!"))
    found = reconciled(held(of_question(named)), Today(texts=said(TRANSFER)))
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
    """A catalogue of which is counted how often it is asked for terms."""

    def __init__(self, catalogue: object) -> None:
        self._catalogue = catalogue
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        self.asked += name in ("term", "terms_of")
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


# What is followed


def questioned(*questions: Question, source: str = TRANSFER.source) -> Lesson:
    own = tuple(replace(it, source=source) for it in questions)
    return replace(TRANSFER, source=source, questions=own)


async def known_by_heart(at: Bench, *texts: CardText) -> tuple[Card, ...]:
    """Cards that were rated once, compared with today's material."""
    learner = await at.record.learner(at.platform.origin.identity)
    ids = await at.record.add_cards(learner, at.platform.origin.space, texts, at.clock.now())
    for id in ids:
        await at.platform.send(RateCard(id, 0, "easy"))
    found = [await at.record.card(learner, id) for id in ids]
    return tuple(card for card in found if card)


async def test_a_wrong_answer_that_the_teacher_corrects_is_corrected_on_the_card_though_the_lesson_says_why():
    at = await bench()
    wrong = replace(AUTHORED, prompt="What is a usual start?", answer=("noise",),
                    why="The ImageNet weights are a usual start.")  # fmt: skip
    await taught(at, lessons=[questioned(wrong)])
    (before,) = await known_by_heart(at, of_question(wrong))
    right = replace(wrong, id="q2", answer=("the ImageNet weights",))
    await taught(at, lessons=[questioned(right)])
    await at.platform.send(LearnLesson("transfer"))
    await at.platform.send(Review())
    (card,) = [it for it in await deck(at) if it.text.key.kind == "question" and not it.retired]
    assert card.text == of_question(right)
    assert (card.id, card.memory, card.reviews) == (before.id, before.memory, 1)


async def test_a_question_that_the_teacher_took_out_does_not_come_though_the_lesson_says_why():
    at = await bench()
    asked = replace(AUTHORED, why="The ImageNet weights are a usual start.")
    await taught(at, lessons=[questioned(asked)])
    await known_by_heart(at, of_question(asked))
    await taught(at, lessons=[questioned()])
    await at.platform.send(Review())
    assert [it.retired for it in await deck(at)] == [True]


async def test_a_card_of_two_questions_that_are_as_near_follows_neither():
    both = [
        replace(AUTHORED, id=f"n{n}", prompt=f"What is {it}?") for n, it in enumerate(("frozem", "frozena"))
    ]
    found = reconciled(held(of_question(AUTHORED)), Today(questions=both))
    assert found == Reconciled(retired=(CardId(1),))


async def test_a_term_under_another_title_keeps_what_is_remembered():
    at = await bench()
    before = await known_by_heart(at, *of_term(LAYER))
    renamed = replace(LAYER, name="Network layer")
    await taught(at, replace(renamed, aliases=("Layer",)))
    await at.platform.send(Review())
    after = await deck(at)
    assert [it.text.key.name for it in after] == ["Network layer"] * 2
    assert [(it.memory, it.reviews, it.retired) for it in after] == [(it.memory, 1, False) for it in before]


async def test_another_term_in_the_same_file_does_not_get_the_cards_of_the_one_before():
    at = await bench()
    await known_by_heart(at, *of_term(LAYER))
    other = replace(LAYER, name="Optimizer", sections=(TermSection("", "What moves weights downhill."),))
    await taught(at, other)
    await at.platform.send(Review())
    assert [it.retired for it in await deck(at)] == [True, True]


async def test_cards_go_with_a_lesson_and_a_term_to_another_file():
    at, term = await bench(), TERMS[3]
    made = await questions_for("", (COURSE,), catalogue=at.ports.catalogue, count=50, seed=1)
    made_up = [of_question(it) for it in made if it.source == term.source]
    assert made_up
    await taught(at, lessons=[questioned(AUTHORED)])
    before = await known_by_heart(at, of_question(AUTHORED), *of_term(term), *made_up)
    moved = questioned(AUTHORED, source="b/second.md")
    gone = (TRANSFER.source, term.source)
    await taught(at, replace(term, source="words/transfer.md"), lessons=[moved], gone=gone)
    await at.platform.send(Review())
    after = await deck(at)
    assert {it.text.key.source for it in after} == {"b/second.md", "words/transfer.md"}
    assert [(it.memory, it.reviews, it.retired) for it in after] == [(it.memory, 1, False) for it in before]
    await at.platform.send(LearnTerm("TL"))
    assert len(await deck(at)) == len(after)


async def test_of_a_card_and_the_same_one_edited_the_one_that_was_reviewed_stays():
    at = await bench()
    await taught(at, lessons=[questioned(AUTHORED)])
    (before,) = await known_by_heart(at, of_question(AUTHORED))
    mended = replace(AUTHORED, id="q2", prompt="What is frozen here?", answer=("the body",))
    await taught(at, lessons=[questioned(mended)])
    learner = await at.record.learner(at.platform.origin.identity)
    await at.record.add_cards(learner, at.platform.origin.space, [of_question(mended)], at.clock.now())
    for _ in range(2):
        await at.platform.send(Review())
        assert [(it.id, it.text.key.name, it.reviews) for it in await deck(at) if not it.retired] == [
            (before.id, "q2", 1)
        ]


async def test_a_card_that_comes_of_an_old_round_is_compared_too():
    at = await bench()
    await taught(at, lessons=[questioned(AUTHORED)])
    await at.platform.send(LearnTerm("Layer"))
    await taught(at, lessons=[questioned()])
    await at.platform.send(Review())
    learner = await at.record.learner(at.platform.origin.identity)
    await at.record.add_cards(learner, at.platform.origin.space, [of_question(AUTHORED)], at.clock.now())
    await at.platform.send(Review())
    assert [it.retired for it in await deck(at)] == [False, False, True]


async def test_another_process_on_the_same_record_need_not_look_again():
    counting = Counting((await bench()).ports.catalogue)
    at = await bench(taught=counting)  # type: ignore[arg-type]
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.send(Review())
    looked = counting.asked
    there = await bench(taught=counting, record=at.record)  # type: ignore[arg-type]
    await there.platform.send(Review())
    assert counting.asked == looked
