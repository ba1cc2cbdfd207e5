"""A course that is edited at random: no card ever follows to another question or term than its own"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

import knowledge
from bot.handlers.reconciling import Reconciling
from bot.models import Card, CardKey, CardText, Identity, SpaceId
from bot.study.cards import of_question, of_term
from bot.study.following.made_up import made_up
from ingest.loaders import Course, load
from ingest.sources import find
from knowledge.models import Change, Lesson, Library, LibraryId, Question, SourceState, Term, TermSection
from knowledge.questions import questions_for
from knowledge.vocabulary import STOP, stem
from tests.fakes.clock import FrozenClock
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord

STARTER = LibraryId("starter")
SEEDS = range(40)
_READ = [load(it, STARTER, Course()) for it in find([Path(knowledge.__file__).parent / "starter"]).files]
LESSONS = tuple(lesson for it in _READ for lesson in it.lessons)
TERMS = tuple(term for it in _READ for term in it.terms)


@dataclass(frozen=True)
class Taught:
    lessons: Sequence[Lesson]
    terms: Sequence[Term]

    def texts(self) -> Iterator[tuple[CardText, str]]:
        """Each card with what it was before the course was edited: a question's `term` and a term's
        `category`, which are of no use to a card, hold it."""
        for lesson in self.lessons:
            yield from ((of_question(it), it.term) for it in lesson.questions)
        for term in self.terms:
            yield from ((text, term.category) for text in of_term(term))


def course() -> Taught:
    lessons = [
        replace(it, questions=tuple(replace(one, term=one.id) for one in it.questions)) for it in LESSONS
    ]
    return Taught(lessons, [replace(it, category=it.source) for it in TERMS])


def identified(question: Question, source: str) -> Question:
    """As the ingest names it."""
    parts = (question.library, source, question.kind, question.prompt, *question.answer)
    return replace(question, source=source, id=sha256("\x00".join(parts).encode()).hexdigest()[:32])


def slip(text: str, dice: Random) -> str:
    """Two letters of a long word have changed places."""
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return text
    at, letter = dice.choice(long), dice.randint(1, 3)
    word = words[at]
    words[at] = word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :]
    return " ".join(words)


def is_long(word: str) -> bool:
    return len(word) > 5 and word.isalpha() and word not in STOP


def another(question: Question, other: Question, dice: Random) -> Question:
    """Near it, and another: one word of its prompt is the other's, and what is chosen has another answer, by
    chance of its own options."""
    own = question.prompt.split(" ")
    theirs = [it for it in other.prompt.split(" ") if is_long(it) and stem(it) not in map(stem, own)]
    long = [n for n, word in enumerate(own) if is_long(word)]
    own[dice.choice(long or [0])] = dice.choice([*theirs, "chloroplasts"])
    near = replace(question if dice.random() < 0.5 else other, prompt=" ".join(own), term="another")
    wrong = tuple(it for it in near.options if it not in near.answer)
    return replace(near, answer=wrong[:1] or near.answer[::-1]) if near.options else near


def edited(question: Question, every: Sequence[Question], dice: Random) -> list[Question]:
    what = dice.choice(["kept", "gone", "slip", "answer", "replaced", "beside"])
    if what == "slip":
        return [replace(question, prompt=slip(question.prompt, dice))]
    if what == "answer":
        wrong = [it for it in question.options if it not in question.answer]
        return [replace(question, answer=(dice.choice(wrong) if wrong else "something else",))]
    near = another(question, dice.choice([it for it in every if it.prompt != question.prompt]), dice)
    return {"kept": [question], "gone": [], "replaced": [near], "beside": [question, near]}[what]


def rewritten(before: Taught, dice: Random) -> Taught:
    every = [question for lesson in before.lessons for question in lesson.questions]
    lessons = []
    for lesson in before.lessons:
        source = dice.choice([lesson.source, f"moved/{lesson.source}"])
        asked = [one for it in lesson.questions for one in edited(it, every, dice)]
        named = {one.id: one for one in (identified(it, source) for it in asked)}
        lessons.append(replace(lesson, source=source, questions=tuple(named.values())))
    terms = [it for term in before.terms for it in retold(term, before.terms, dice)]
    return Taught(lessons, list({it.source: it for it in terms}.values()))


def retold(term: Term, every: Sequence[Term], dice: Random) -> list[Term]:
    other = dice.choice(every)
    sections = (replace(other.sections[0], text="It is new."),)
    fresh = replace(term, name=f"{other.name} theory", aliases=(), category="another", sections=sections)
    return {
        "kept": [term],
        "gone": [],
        "slip": [replace(term, name=slip(term.name, dice))],
        "title": [replace(term, name=f"{term.name}, explained", aliases=(*term.aliases, term.name))],
        "moved": [replace(term, source=f"moved/{term.source}")],
        "replaced": [fresh],
    }[dice.choice(["kept", "gone", "slip", "title", "moved", "replaced"])]  # fmt: skip


async def taught(catalogue: MemoryCatalogue, now: Taught, gone: Sequence[str] = ()) -> None:
    states = tuple(SourceState(it.source, "/course", "hash") for it in (*now.lessons, *now.terms))
    change = Change(
        Library(STARTER, "Starter"), states, tuple(now.lessons), tuple(now.terms), (), tuple(gone)
    )
    await catalogue.switch(change)


async def reconciled(before: Taught, after: Taught, held: Sequence[CardText]) -> Sequence[Card]:
    catalogue, record, now = MemoryCatalogue(), MemoryStudyRecord(), FrozenClock().now()
    learner = await record.learner(Identity("scripted", "ada", "Ada"))
    await taught(catalogue, before)
    await record.add_cards(learner, SpaceId("s"), held, now)
    await taught(catalogue, after, [it.source for it in (*before.lessons, *before.terms)])
    await Reconciling(record, catalogue)(learner, (STARTER,))
    return await record.cards_of(learner, STARTER)


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_card_follows_to_what_it_was_not(seed: int):
    dice = Random(seed)
    before = course()
    was = dict(before.texts())
    held = dice.sample(list(was), len(was) // dice.choice([1, 2, 8]))
    after = rewritten(before, dice)
    now = {text.key: identity for text, identity in after.texts()}
    for text, card in zip(held, await reconciled(before, after, held), strict=True):
        assert card.retired or now[card.text.key] == was[text], (text, card.text)


async def test_most_of_what_was_edited_keeps_its_card():
    kept, edited_ones = 0, 0
    for seed in SEEDS:
        dice = Random(seed)
        before = course()
        was: Mapping[CardText, str] = dict(before.texts())
        after = rewritten(before, dice)
        now: dict[str, CardKey] = {
            f"{key.kind} {it}": key for key, it in ((t.key, i) for t, i in after.texts())
        }
        for text, card in zip(was, await reconciled(before, after, list(was)), strict=True):
            there = now.get(f"{text.key.kind} {was[text]}")
            if there not in (None, text.key):
                edited_ones += 1
                kept += card.text.key == there and not card.retired
    assert edited_ones > 500
    assert kept >= 0.97 * edited_ones


async def test_what_a_quiz_made_up_is_told_from_what_a_teacher_wrote():
    catalogue = MemoryCatalogue()
    await taught(catalogue, course())
    found = [
        question
        for seed in range(3)
        for question in await questions_for("", (STARTER,), catalogue=catalogue, count=60, seed=seed)
    ]
    assert {question.authored for question in found} == {True, False}
    for question in found:
        made = made_up(of_question(question))
        told = (question.id, question.kind, question.prompt, question.answer[:1])
        assert (made and (made.id, made.kind, made.prompt, made.answer)) == (
            None if question.authored else told
        )


# A large course


class InBulk(MemoryCatalogue):
    """Where a look at each term by itself would take long."""

    async def term(self, library: LibraryId, source: str) -> Term | None:
        raise AssertionError(f"{source} was looked at by itself")


def worded(n: int) -> Term:
    told = " ".join(f"word{(n * step) % 89}" for step in range(3, 15))
    return Term(STARTER, f"words/{n}.md", f"Term {n}", (TermSection("", f"A {told} of {n} and {n + 1}."),))


async def test_a_large_glossary_that_moved_and_was_renamed_as_a_whole_is_followed_at_once():
    catalogue, record, now = InBulk(), MemoryStudyRecord(), FrozenClock().now()
    learner = await record.learner(Identity("scripted", "ada", "Ada"))
    terms = [worded(n) for n in range(500)]
    moved = [replace(it, source=f"moved/{it.source}", name=f"Notion {n}") for n, it in enumerate(terms)]
    await taught(catalogue, Taught((), terms))
    await record.add_cards(learner, SpaceId("s"), [text for it in terms for text in of_term(it)], now)
    await taught(catalogue, Taught((), moved), [it.source for it in terms])
    began = perf_counter()
    await Reconciling(record, catalogue)(learner, (STARTER,))
    assert perf_counter() - began < 15
    cards = await record.cards_of(learner, STARTER)
    assert [card.text for card in cards] == [text for it in moved for text in of_term(it)]
    assert not any(card.retired for card in cards)
