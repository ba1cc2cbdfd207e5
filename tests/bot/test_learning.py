"""/learn, "Save as card" and what was missed in a quiz, through the dispatcher"""

from dataclasses import replace

import pytest

from bot.commands import (
    AnswerCard,
    AnswerQuestion,
    AnswerTogether,
    Ask,
    Define,
    LearnLesson,
    LearnTerm,
    RateCard,
    ReadLesson,
    Review,
    SaveAnswer,
    StartQuiz,
    StartTogether,
)
from bot.handlers.learning import learn_missed
from bot.models import Card, ConversationId, RoundId
from bot.platforms.terminal.typed import Session, command_of
from bot.study.cards import of_answer, of_question
from knowledge.models import Change, Library, Question, Section, SourceState, TermSection
from knowledge.questions import questions_for
from tests.bot.bench import Bench, bench
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import button, labels, origin, text_of
from tests.fakes.small_course import CHUNK, COURSE, TERMS, TRANSFER, TUNING, WHY, answered, silent

QUESTION = Question(
    "q1", "typed", "What already knows edges?", ("the early layers",), library=COURSE,
    source=TRANSFER.source, heading=("Why it works",), authored=True,
)  # fmt: skip


async def quizzed(question: Question = QUESTION) -> MemoryCatalogue:
    """The small course, with a question of the teacher's in its first lesson."""
    made = MemoryCatalogue()
    lessons = (replace(TRANSFER, questions=(question,)), TUNING)
    states = tuple(SourceState(it.source, "/course", "hash") for it in (*lessons, *TERMS))
    library = Library(COURSE, "Course", tracks=("Foundations", "Adapting models"))
    await made.switch(Change(library, states, lessons, TERMS, (CHUNK,)))
    return made


async def deck(at: Bench, user: str = "ada") -> tuple[Card, ...]:
    learner = await at.record.learner(origin(user).identity)
    return await at.record.new_cards(learner, at.clock.now(), count=100)


async def kinds(at: Bench, user: str = "ada") -> list[str]:
    return sorted(one.text.key.kind for one in await deck(at, user))


@pytest.mark.parametrize("word", ["Transfer learning", "TL", " transfer-learning "])
async def test_a_word_becomes_a_card_for_each_direction(word: str):
    at = await bench()
    reply = await at.platform.send(LearnTerm(word))
    assert text_of(reply) == "Transfer learning comes back in /review, asked in both directions."
    assert reply.private
    assert await kinds(at) == ["meaning", "term"]
    assert {one.text.key.source for one in await deck(at)} == {"g/transfer.md"}


async def test_a_word_learned_twice_is_there_once():
    at = await bench()
    for _ in range(2):
        await at.platform.send(LearnTerm("Layer"))
    assert len(await deck(at)) == 2


async def set_aside(at: Bench) -> None:
    learner = await at.record.learner(at.platform.origin.identity)
    for card in await deck(at):
        await at.record.set_aside(learner, card.id, suspended=True)


async def test_a_word_whose_cards_were_set_aside_is_learned_again_and_that_is_said():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await set_aside(at)
    assert await deck(at) == ()
    reply = await at.platform.send(LearnTerm("Layer"))
    assert text_of(reply).splitlines()[1:] == ["2 cards of it were set aside and are back."]
    assert await kinds(at) == ["meaning", "term"]
    assert text_of(await at.platform.send(LearnTerm("Layer"))).splitlines()[1:] == []


async def test_what_was_set_aside_and_is_missed_in_a_quiz_stays_set_aside():
    at = await bench(taught=await quizzed())
    for _ in range(2):
        await at.platform.send(StartQuiz("Reusing a model", 1))
        await at.platform.send(AnswerQuestion("the late layers"))
        await set_aside(at)
    assert await deck(at) == ()


async def test_a_words_card_has_a_button_that_learns_it():
    at = await bench()
    await at.platform.send(Define("fine tuning"))
    assert text_of(await at.platform.tap("Learn this")).startswith("Fine-tuning comes back")


async def test_a_slip_of_the_hand_is_asked_about_and_not_learned():
    at = await bench()
    reply = await at.platform.send(LearnTerm("lyer"))
    assert "Layer" in text_of(reply)
    assert await deck(at) == ()
    await at.platform.tap("Layer")
    assert len(await deck(at)) == 2


async def test_a_word_that_nobody_knows_is_told_so():
    at = await bench()
    reply = await at.platform.send(LearnTerm("zzyzx"))
    assert text_of(reply).startswith("I know no word and no lesson called “zzyzx”.")
    assert await deck(at) == ()


@pytest.mark.parametrize("name", ["Reusing a model", "transfer", "foundations"])
async def test_a_lesson_or_a_track_becomes_cards_of_its_terms_and_questions(name: str):
    at = await bench(taught=await quizzed())
    reply = await at.platform.send(LearnLesson(name))
    assert "3 cards come in /review" in text_of(reply)
    assert await kinds(at) == ["meaning", "question", "term"]


async def test_what_is_no_word_may_be_a_lesson():
    at = await bench(taught=await quizzed())
    assert "3 cards" in text_of(await at.platform.send(LearnTerm("Reusing a model")))


async def test_a_lessons_cover_has_a_button_that_learns_it():
    at = await bench(taught=await quizzed())
    await at.platform.send(ReadLesson("transfer"))
    await at.platform.tap("Learn its cards")
    assert len(await deck(at)) == 3


async def test_a_lesson_without_terms_and_questions_is_told_to_hold_nothing():
    at = await bench()
    assert "holds nothing to make cards of" in text_of(await at.platform.send(LearnLesson("tuning")))


async def test_a_lesson_that_is_not_there_is_told_with_what_is_near():
    at = await bench()
    assert "I know no lesson" in text_of(await at.platform.send(LearnLesson("Reusing no bridge")))


async def test_an_answer_is_saved_with_one_tap():
    at = await bench()
    await at.platform.send(Ask("why?"))
    reply = await at.platform.tap("Save as card")
    assert text_of(reply) == "Saved. It comes back in /review."
    assert reply.private
    (saved,) = await deck(at)
    assert saved.text.key.kind == "answer"
    assert WHY in saved.text.back
    assert "why?" in (await _front(at)).casefold()


async def _front(at: Bench) -> str:
    return text_of(await at.platform.tap("Review"))


async def test_whoever_reads_an_answer_may_save_it_for_themselves():
    at = await bench()
    save = button(await at.platform.send(Ask("why?")), "Save as card").command
    await at.beside(origin("ben")).send(save)
    assert await deck(at) == ()
    assert len(await deck(at, "ben")) == 1


async def test_an_answer_that_is_gone_or_of_another_space_is_not_saved():
    at = await bench()
    save = button(await at.platform.send(Ask("why?")), "Save as card").command
    there = at.beside(origin(space="scripted:two"))
    for command in (save, SaveAnswer(ConversationId(99), 1)):
        assert "not here any more" in text_of(await there.send(command))
    assert await deck(at) == ()


async def test_what_was_not_answered_has_nothing_to_save():
    at = await bench(answerer=ScriptedAnswerer(silent("why?")))
    assert "Save as card" not in labels(await at.platform.send(Ask("why?")))


@pytest.mark.parametrize("response", ["the colours", "skip"])
async def test_a_missed_question_becomes_a_card_and_that_is_said_at_the_end_alone(response: str):
    at = await bench(taught=await quizzed())
    await at.platform.send(StartQuiz("transfer", 2))
    first = await at.platform.send(AnswerQuestion(response))
    assert "/review" not in text_of(first)
    (missed,) = await deck(at)
    assert (missed.text.key.kind, missed.text.key.name) == ("question", QUESTION.id)
    end = await at.platform.send(AnswerQuestion("skip"))
    assert text_of(end).splitlines()[-1] == "What you missed comes back in /review."


@pytest.mark.parametrize(("response", "verdict"), [("b", "Right."), ("cold", "Right."), ("a", "Not quite")])
async def test_a_card_of_a_question_with_options_is_answered_by_letter_too(response: str, verdict: str):
    options = ("warm", "cold")
    picked = replace(QUESTION, kind="choice", prompt="Which?", answer=("cold",), options=options)
    at = await bench(taught=await quizzed(picked))
    await at.platform.send(StartQuiz("transfer", 1))
    await at.platform.send(AnswerQuestion("skip"))
    (missed,) = await deck(at)
    reply = await at.platform.send(AnswerCard(missed.id, 0, response))
    assert text_of(reply).startswith(verdict)


async def test_a_question_that_was_answered_becomes_no_card():
    at = await bench(taught=await quizzed())
    await at.platform.send(StartQuiz("transfer", 1))
    end = await at.platform.send(AnswerQuestion("early layers"))
    assert await deck(at) == ()
    assert "/review" not in text_of(end)


async def test_in_a_round_together_each_keeps_what_they_missed():
    at = await bench(taught=await quizzed())
    await at.platform.send(StartTogether("transfer", 1))
    await at.settled()
    for user, response in (("ben", "the colours"), ("eve", "the early layers")):
        await at.beside(origin(user)).send(AnswerTogether(response, RoundId(1), 0))
    assert (len(await deck(at, "ben")), len(await deck(at, "eve"))) == (1, 0)


async def test_what_is_learned_in_one_place_is_the_learners_own():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    assert await deck(at, "ben") == ()


def test_a_name_after_learn_is_taken_whole():
    assert command_of("/learn transfer learning", Session()) == LearnTerm("transfer learning")


STOMA = "A stoma is a small pore in the skin of a leaf that opens and closes."


async def leaf() -> MemoryCatalogue:
    """A lesson with one key sentence, and its term."""
    made = MemoryCatalogue()
    lesson = replace(TUNING, sections=(Section(("In a leaf",), f"## In a leaf\n\n{STOMA}\n"),))
    term = replace(TERMS[1], name="Stoma", sections=(TermSection("", "A pore in the skin of a leaf."),))
    states = tuple(SourceState(it.source, "/course", "hash") for it in (lesson, term))
    await made.switch(Change(Library(COURSE, "Course"), states, (lesson,), (term,), ()))
    return made


async def test_a_missed_gap_and_its_lesson_learned_are_one_card_of_that_sentence():
    at = await bench(taught=await leaf())
    (gap, *_) = await questions_for("tuning", (COURSE,), catalogue=at.ports.catalogue, count=5, seed=1)
    assert gap.kind == "cloze"
    learner = await at.record.learner(at.platform.origin.identity)
    await learn_missed(gap, learner, at.platform.origin.space, record=at.record, clock=at.clock)
    assert await kinds(at) == ["cloze"]
    assert ": 1 card comes" in text_of(await at.platform.send(LearnLesson("tuning")))
    await at.platform.send(Review())
    assert await kinds(at) == ["cloze"]


async def test_a_gap_that_was_missed_before_gaps_were_cards_of_their_own_joins_the_one_that_was_learned():
    at = await bench(taught=await leaf())
    (gap, *_) = await questions_for("tuning", (COURSE,), catalogue=at.ports.catalogue, count=5, seed=1)
    assert gap.kind == "cloze"
    learner = await at.record.learner(at.platform.origin.identity)
    (id,) = await at.record.add_cards(learner, at.platform.origin.space, [of_question(gap)], at.clock.now())
    await at.platform.send(RateCard(id, 0, "easy"))
    await at.platform.send(LearnLesson("tuning"))
    await at.platform.send(Review())
    held = await at.record.cards_of(learner, COURSE)
    assert [(it.id, it.text.key.kind, it.reviews) for it in held if not it.retired] == [(id, "cloze", 1)]


async def test_two_saved_answers_are_two_cards_however_alike_their_questions_begin():
    long = (
        "Why is it that a model which has learned from a great many photographs of every kind needs so few "
    )
    questions = [f"{long}of mine, when all that I have are {kind}?" for kind in ("drawings", "paintings")]
    cards = [of_answer(answered(question)) for question in questions]
    assert len({card.key for card in cards}) == 2
    assert of_answer(answered("Why?")).key.name == "Why?"


async def missed(at: Bench) -> None:
    await at.platform.send(StartQuiz("Reusing a model", 1))
    await at.platform.send(AnswerQuestion("the late layers"))


async def test_what_counts_as_right_after_all_leaves_no_card_of_its_miss():
    at = await bench(taught=await quizzed())
    await missed(at)
    assert len(await deck(at)) == 1
    await at.platform.tap("I was right")
    assert await deck(at) == ()


async def test_a_card_that_was_there_before_the_miss_stays_though_that_was_none():
    at = await bench(taught=await quizzed())
    await missed(at)
    at.clock.advance(minutes=1)
    await missed(at)
    await at.platform.tap("I was right")
    assert len(await deck(at)) == 1


async def test_a_card_of_a_miss_that_was_reviewed_stays_though_that_was_none():
    at = await bench(taught=await quizzed())
    await missed(at)
    await at.beside(origin()).send(RateCard((await deck(at))[0].id, 0, "easy"))
    await at.platform.tap("I was right")
    learner = await at.record.learner(at.platform.origin.identity)
    assert [it.reviews for it in await at.record.cards_of(learner, COURSE)] == [1]
