"""a learner's cards, what their library says today -> texts to renew, cards to retire  (pure)

A card is known by its key. What a quiz made up is not in the library by that key: its card stays while the
sentence that it was made from is still there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.models import Card, CardId, CardKey, CardText
from bot.study.cards import escaped, of_question, of_term
from bot.study.gaps import every_gap
from knowledge.models import Lesson, Question, Term, TermHeading
from knowledge.quizzes.quiz_text import plain

_ABOUT_ANOTHER = re.compile(r"That describes “.*?”\. ")
_STEP = " → "
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Today:
    """What the library holds of all that the cards hang on: `lessons` and `glossary` of sentences with a gap.
    `texts` are, by source, the Markdown that made-up questions stand on; a source that is gone is missing."""

    terms: Sequence[Term] = ()
    questions: Sequence[Question] = ()
    lessons: Sequence[Lesson] = ()
    glossary: Sequence[TermHeading] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both empty where nothing has changed."""

    renewed: tuple[CardText, ...] = ()
    retired: tuple[CardId, ...] = ()


def reconciled(cards: Sequence[Card], today: Today) -> Reconciled:
    """A saved answer stays as it was saved."""
    made = {text.key: text for text in _made(cards, today)}
    said = {source: _words(" ".join(map(plain, texts))) for source, texts in today.texts.items()}
    followed = [(card, _followed(card, made, said)) for card in cards if card.text.key.kind != "answer"]
    renewed = (text for card, text in followed if text and (card.retired or text != card.text))
    retired = (card.id for card, text in followed if text is None and not card.retired)
    return Reconciled(tuple(renewed), tuple(retired))


def _made(cards: Sequence[Card], today: Today) -> Iterator[CardText]:
    for term in today.terms:
        yield from of_term(term)
    yield from map(of_question, today.questions)
    for lesson in today.lessons:
        yield from every_gap(lesson, _left_out(cards, lesson.source, today.glossary))


def _left_out(cards: Sequence[Card], source: str, glossary: Sequence[TermHeading]) -> list[TermHeading]:
    """The terms that the cards of this lesson ask for: a large glossary takes long to look for in a text."""
    asked = {
        card.text.back for card in cards if (card.text.key.kind, card.text.key.source) == ("cloze", source)
    }
    return [term for term in glossary if escaped(term.name) in asked]


def _followed(card: Card, made: Mapping[CardKey, CardText], said: Mapping[str, str]) -> CardText | None:
    """The card's text today; None where its material is gone."""
    key = card.text.key
    stays = key.kind == "question" and _still_says(said.get(key.source, ""), card.text.why)
    return made.get(key) or (card.text if stays else None)


def _still_says(whole: str, why: str) -> bool:
    """Word for word. What a teacher gave for a reason stands nowhere else: it is gone with its question."""
    stated = _ABOUT_ANOTHER.sub("", why).removesuffix(_CUT)
    pieces = [words for piece in stated.split(_STEP) if (words := _words(piece))]
    return bool(pieces) and all(piece in whole for piece in pieces)


def _words(text: str) -> str:
    """With a blank around each, so that no part of a word is found in another."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} " if words else ""
