"""Key sentences of a lesson as cards with a gap: made by /learn, followed while their sentence stands"""

from dataclasses import replace

from bot.commands import AnswerCard, LearnLesson, Review
from bot.models import Card, CardId
from bot.study.gaps import A_LESSON, every_gap, learned_gaps, nameable
from knowledge.models import Change, Lesson, Library, Section, SourceState, Term, TermSection
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import text_of
from tests.fakes.small_course import COURSE, TUNING

STOMA = "A stoma is a small pore in the skin of a leaf that opens and closes."
XYLEM = "The xylem is a tissue that carries water from the roots to the leaves."
AGAIN = "Xylem is the dead and hollow wood of which most of a trunk consists."
PLANTS = (
    Term(
        COURSE,
        "g/stoma.md",
        "Stoma",
        (TermSection("", "A pore in the skin of a leaf."),),
        aliases=("Stomata",),
    ),
    Term(COURSE, "g/xylem.md", "Xylem", (TermSection("", "Tissue that carries water."),)),
)
HEADINGS = nameable(term.listed for term in PLANTS)


def lesson(*sentences: str, heading: str = "In a leaf") -> Lesson:
    text = f"## {heading}\n\n{' '.join(sentences)}\n"
    return replace(TUNING, sections=(Section((heading,), text),))


async def taught(at: Bench, *sentences: str, heading: str = "In a leaf") -> None:
    one = lesson(*sentences, heading=heading)
    states = tuple(SourceState(it.source, "/course", "other") for it in (one, *PLANTS))
    await at.ports.catalogue.switch(Change(Library(COURSE, "Course"), states, (one,), PLANTS, ()))


async def deck(at: Bench) -> tuple[Card, ...]:
    learner = await at.record.learner(at.platform.origin.identity)
    found: tuple[Card, ...] = await at.record.cards_of(learner, COURSE)
    return found


def test_a_key_sentence_asks_for_the_term_that_is_left_out():
    (card,) = learned_gaps(lesson(STOMA), HEADINGS)
    assert card.key.kind == "cloze"
    assert "stoma" not in card.front.casefold()
    assert "is a small pore in the skin of a leaf" in card.front
    assert (card.back, card.why) == ("Stoma", STOMA)


def test_each_term_gives_one_sentence_in_the_lessons_order():
    made = learned_gaps(lesson(XYLEM, STOMA, AGAIN), HEADINGS)
    assert [card.why for card in made] == [XYLEM, STOMA]
    assert [card.why for card in every_gap(lesson(XYLEM, STOMA, AGAIN), HEADINGS)] == [XYLEM, STOMA, AGAIN]


def test_no_lesson_gives_a_wall_of_cards():
    many = [
        replace(PLANTS[0], name=f"{letter}stoma", source=f"g/{letter}.md", aliases=())
        for letter in "abcdefgh"
    ]
    told = [f"The {term.name} is a small pore in the skin of a leaf that opens and closes." for term in many]
    made = learned_gaps(lesson(*told), nameable(term.listed for term in many))
    assert [card.back for card in made] == [term.name for term in many[:A_LESSON]]


def test_what_is_no_term_of_the_glossary_is_not_asked():
    assert learned_gaps(lesson(STOMA.replace("stoma", "**stoma**")), ()) == ()


def test_a_sentence_is_one_card_under_whatever_heading():
    here, there = lesson(STOMA, heading="In a leaf"), lesson(STOMA, heading="Pores")
    assert learned_gaps(here, HEADINGS) == learned_gaps(there, HEADINGS)
    assert learned_gaps(here, HEADINGS) != learned_gaps(lesson(XYLEM), HEADINGS)


async def test_learning_a_lesson_brings_its_key_sentences_and_what_is_typed_is_graded():
    at = await bench()
    await taught(at, STOMA, XYLEM)
    assert "2 cards come" in text_of(await at.platform.send(LearnLesson("tuning")))
    assert "a small pore" in text_of(await at.platform.send(Review()))
    assert text_of(await at.platform.send(AnswerCard(CardId(1), 0, "stomata"))).startswith("Right.")


async def test_its_card_goes_and_comes_back_with_its_sentence():
    at = await bench()
    await taught(at, XYLEM, STOMA)
    await at.platform.send(LearnLesson("tuning"))
    await taught(at, AGAIN, XYLEM, heading="Wood")
    await at.platform.send(Review())
    assert [(card.text.back, card.retired) for card in await deck(at)] == [("Xylem", False), ("Stoma", True)]
    await taught(at, STOMA)
    await at.platform.send(Review())
    assert [(card.text.back, card.retired) for card in await deck(at)] == [("Xylem", True), ("Stoma", False)]


async def test_a_card_that_was_known_by_its_sentence_alone_is_still_the_one_that_is_learned():
    at = await bench()
    await taught(at, STOMA)
    (gap,) = learned_gaps(lesson(STOMA), HEADINGS)
    learner = await at.record.learner(at.platform.origin.identity)
    before = replace(gap, key=replace(gap.key, name="its sentence"))
    await at.record.add_cards(learner, at.platform.origin.space, [before], at.clock.now())
    await at.platform.send(Review())
    assert [(card.id, card.text) for card in await deck(at)] == [(CardId(1), gap)]


async def test_a_typo_mended_in_its_sentence_keeps_its_card():
    at = await bench()
    await taught(at, STOMA.replace("closes", "colses"))
    await at.platform.send(LearnLesson("tuning"))
    await taught(at, STOMA)
    await at.platform.send(Review())
    assert [(card.text.why, card.retired) for card in await deck(at)] == [(STOMA, False)]
