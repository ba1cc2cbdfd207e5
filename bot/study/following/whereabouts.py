"""cards of sources that are gone, what the library holds -> where what they hang on stands now  (pure)

A lesson that is called otherwise, or a term in another file, is known by what it says: by the questions and
the sentences that the cards were made from.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.markup import plain_of
from bot.models import Card, CardText
from bot.study.cards import of_question, of_term
from bot.study.following.edits import folded, prompt_of
from bot.study.following.made_up import hangs_on_words
from bot.study.following.reconciling import is_said, spoken
from bot.study.following.renaming import Meaning, alike, meaning_of, name_key
from knowledge.models import Lesson, Question, Term, TermHeading, TermSection


@dataclass(frozen=True)
class Held:
    """All that a library holds; `lessons` only where a card hangs on a sentence."""

    questions: Sequence[Question] = ()
    glossary: Sequence[TermHeading] = ()
    lessons: Sequence[Lesson] = ()

    @cached_property
    def asking(self) -> Mapping[tuple[str, str], Collection[str]]:
        """Sources by what is asked there, and answered."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for question in self.questions:
            found[_asked(of_question(question))].add(question.source)
        return found

    @cached_property
    def called(self) -> Mapping[str, Collection[str]]:
        """Sources of terms by each of their names."""
        found: dict[str, set[str]] = defaultdict(set)
        for term in self.glossary:
            for name in (term.name, *term.aliases):
                found[name_key(name)].add(term.source)
        return found

    @cached_property
    def meaning(self) -> Mapping[str, Mapping[Meaning, Collection[str]]]:
        """Sources of terms by what each kind of their cards says."""
        found: dict[str, dict[Meaning, set[str]]] = defaultdict(lambda: defaultdict(set))
        for text in (text for term in self.glossary for text in _texts(term)):
            found[text.key.kind][meaning_of(text)].add(text.key.source)
        return found

    @cached_property
    def said(self) -> Mapping[str, str]:
        lessons = {it.source: spoken(section.text for section in it.sections) for it in self.lessons}
        return lessons | {it.source: spoken((it.definition,)) for it in self.glossary if it.definition}


def whereabouts(cards: Sequence[Card], gone: Collection[str], held: Held) -> Mapping[str, str]:
    """Where more of a source's cards are found than anywhere else. Each card is looked at by itself after
    that: one that is found in the wrong place finds nothing of its own there."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for card in cards:
        if card.text.key.source in gone and card.text.key.kind != "answer":
            votes[card.text.key.source].update(_places(card.text, held))
    found = ((source, _most(those)) for source, those in votes.items())
    return {source: there for source, there in found if there}


def _most(votes: Counter[str]) -> str:
    """Empty where two have as many."""
    first, second = (*votes.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] > second[1] else ""


def _places(text: CardText, held: Held) -> Collection[str]:
    if text.key.kind in ("term", "meaning"):
        return held.called.get(name_key(text.key.name)) or _meaning(text, held)
    if hangs_on_words(text):
        why = plain_of(text.why) if text.key.kind == "cloze" else text.why
        return [source for source, said in held.said.items() if is_said(said, why)]
    return held.asking.get(_asked(text), ())


def _meaning(text: CardText, held: Held) -> Collection[str]:
    """What says just the same, else what nearly does: to compare each with each would take minutes."""
    there, told = held.meaning.get(text.key.kind, {}), meaning_of(text)
    near = alike(told, (told,) if told in there else there.keys())
    return {source for it in near for source in there[it]}


def _texts(term: TermHeading) -> tuple[CardText, ...]:
    """By the first of its sections, which is all that a list of terms holds."""
    sections = (TermSection("", term.definition),)
    return of_term(Term(term.library, term.source, term.name, sections, aliases=term.aliases))


def _asked(text: CardText) -> tuple[str, str]:
    return folded(prompt_of(text)), folded(text.back)
