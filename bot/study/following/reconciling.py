"""a learner's cards, what their library says today -> texts to renew, cards to retire  (pure)

A card is known by its key. Where the key is gone, the card follows what it hung on: a term under another
title, a question that was edited, a lesson in another file. What a quiz made up is not in the library by its
key: its card stays while the sentence that it was made from is still there.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.markup import plain_of
from bot.models import Card, CardId, CardKey, CardText
from bot.study.cards import escaped, of_question, of_term
from bot.study.following.edits import is_edited, near, same
from bot.study.following.made_up import hangs_on_words, is_gap, moved
from bot.study.following.renaming import is_same_term
from bot.study.gaps import every_gap, nameable
from knowledge.models import Lesson, Question, Term, TermHeading
from knowledge.quizzes.quiz_text import plain
from knowledge.quizzes.subjects import names_of

_ABOUT_ANOTHER = re.compile(r"That describes “.*?”\. ")
_STEP = " → "
_CUT = "…"
_THE_SAME, _STILL_SAID = 9, 3


@dataclass(frozen=True)
class Today:
    """What the library holds of all that the cards hang on: `lessons` and `glossary` of sentences with a gap.
    `texts` are, by source, the Markdown that made-up questions stand on; a source that is gone is missing.
    `moved` says where what stood under a source that is gone stands now."""

    terms: Sequence[Term] = ()
    questions: Sequence[Question] = ()
    lessons: Sequence[Lesson] = ()
    glossary: Sequence[TermHeading] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def said(self) -> Mapping[str, str]:
        return {source: spoken(texts) for source, texts in self.texts.items()}

    @cached_property
    def by_source(self) -> Mapping[str, Term]:
        return {term.source: term for term in self.terms}

    @cached_property
    def spelled(self) -> Mapping[str, Sequence[TermHeading]]:
        """Terms by each of their names, as the answer of a gap says it."""
        found: dict[str, list[TermHeading]] = defaultdict(list)
        for term in self.glossary:
            for name in names_of(term):
                found[escaped(name)].append(term)
        return found

    def source(self, text: CardText) -> str:
        return self.moved.get(text.key.source, text.key.source)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both empty where nothing has changed. A card that is renewed may get another key; one that is renewed
    and retired lost its own to another card."""

    renewed: Mapping[CardId, CardText] = field(default_factory=dict)
    retired: tuple[CardId, ...] = ()


_Kept = tuple[CardText | None, int]
"""What a card is today, None where that is gone; and how surely it is the same as before."""


@dataclass(frozen=True, slots=True)
class _Followed:
    card: Card
    text: CardText | None
    sure: int

    @property
    def stays(self) -> bool:
        return self.text is not None and self.text.key == self.card.text.key


def reconciled(cards: Sequence[Card], today: Today) -> Reconciled:
    """A saved answer stays as it was saved."""
    found = _one_a_key(_followed([it for it in cards if it.text.key.kind != "answer"], today))
    renewed = {it.card.id: it.text for it in found if it.text and _is_new(it.card, it.text)}
    gone = [it.card for it in found if it.text is None]
    swapped = _swapped(gone, found)
    retired = (card.id for card in gone if not card.retired or card.id in swapped)
    return Reconciled({**renewed, **swapped}, tuple(retired))


def is_said(whole: str, why: str) -> bool:
    """Word for word; `whole` is `spoken`."""
    stated = _ABOUT_ANOTHER.sub("", why).removesuffix(_CUT)
    pieces = [words for piece in stated.split(_STEP) if (words := spaced_out(piece))]
    return bool(pieces) and all(piece in whole for piece in pieces)


def spoken(texts: Iterable[str]) -> str:
    return spaced_out(" ".join(map(plain, texts)))


def spaced_out(text: str) -> str:
    """With a blank around each word, so that no part of one is found in another."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} " if words else ""


def _is_new(card: Card, text: CardText) -> bool:
    return card.retired or text != card.text


def _one_a_key(found: Iterable[_Followed]) -> list[_Followed]:
    """Of the cards that are to have one key, one: the others are gone."""
    every = list(found)
    rivals: dict[CardKey, list[_Followed]] = defaultdict(list)
    for it in every:
        if it.text:
            rivals[it.text.key].append(it)
    stay = {max(several, key=_rank).card.id for several in rivals.values()}
    return [it if it.card.id in stay else replace(it, text=None) for it in every]


def _rank(it: _Followed) -> tuple[bool, int, bool, int, int]:
    """What was gone before comes back to a key that is free; else the card that was reviewed more stays."""
    return (it.stays or not it.card.retired, it.card.reviews, it.stays, it.sure, -it.card.id)


def _swapped(gone: Sequence[Card], found: Sequence[_Followed]) -> Mapping[CardId, CardText]:
    """A card whose key another one gets takes that one's: no two are ever the same."""
    left = {it.text.key: it.card.text.key for it in found if it.text and not it.stays}
    return {card.id: replace(card.text, key=left[card.text.key]) for card in gone if card.text.key in left}


def _followed(cards: Sequence[Card], today: Today) -> Iterator[_Followed]:
    made = {text.key: text for text in _made(cards, today)}
    beside: dict[tuple[str, str], list[CardText]] = defaultdict(list)
    for text in made.values():
        beside[text.key.source, text.key.kind].append(text)
    for card in cards:
        known = made.get(card.text.key)
        kept = (known, _THE_SAME) if known else _moved_on(card.text, beside, today)
        yield _Followed(card, *kept)


def _made(cards: Sequence[Card], today: Today) -> Iterator[CardText]:
    for term in today.terms:
        yield from of_term(term)
    yield from map(of_question, today.questions)
    left_out = _left_out([card.text for card in cards], today)
    for lesson in today.lessons:
        if terms := left_out.get(lesson.source):
            yield from every_gap(lesson, nameable(terms))


def _left_out(texts: Iterable[CardText], today: Today) -> Mapping[str, Collection[TermHeading]]:
    """By lesson, the terms that its cards ask for, whatever they are called now: a large glossary takes long
    to look for in a text."""
    asked: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        if today.glossary and is_gap(text):
            asked[today.source(text)].add(text.back)
    return {source: _spelled(answers, today) for source, answers in asked.items()}


def _spelled(answers: Collection[str], today: Today) -> Collection[TermHeading]:
    """In the order of the glossary."""
    found = {it.source for answer in answers for it in today.spelled.get(answer, ())}
    return [term for term in today.glossary if term.source in found] if found else ()


def _moved_on(text: CardText, beside: Mapping[tuple[str, str], Sequence[CardText]], today: Today) -> _Kept:
    source, kind = today.source(text), text.key.kind
    if kind in ("term", "meaning"):
        return _renamed(text, beside.get((source, kind), ()), today.by_source.get(source))
    if not hangs_on_words(text):
        return _edited(text, beside.get((source, kind), ()))
    said = today.said.get(source, "")
    if is_gap(text):
        return _gap(moved(text, source), beside.get((source, "cloze"), ()), said)
    return (moved(text, source) if is_said(said, text.why) else None), _STILL_SAID


def _renamed(text: CardText, there: Sequence[CardText], term: Term | None) -> _Kept:
    found = next(iter(there), None)
    return (found if found and term and is_same_term(text, found, term.listed) else None), _STILL_SAID


def _edited(text: CardText, there: Sequence[CardText]) -> _Kept:
    """None where two are as likely."""
    rated = sorted(((is_edited(text, it), n) for n, it in enumerate(there)), reverse=True)
    if not rated or not rated[0][0] or [sure for sure, _ in rated].count(rated[0][0]) > 1:
        return None, 0
    return there[rated[0][1]], rated[0][0]


def _gap(text: CardText, there: Sequence[CardText], said: str) -> _Kept:
    same_gap = [it for it in there if it.front == text.front]
    slips = [it for it in there if same(it.back, text.back) and near(plain_of(it.why), plain_of(text.why))]
    for found in (same_gap, slips):
        if len(found) == 1:
            return found[0], _STILL_SAID
    return (text if is_said(said, plain_of(text.why)) else None), _STILL_SAID
