"""a term, a quiz question, an answer -> the cards that can be made of it  (pure)"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random
from string import ascii_uppercase

from bot.markup import with_formulas
from bot.models import Card, CardKey, CardText
from knowledge.grading import expected_text, right_options
from knowledge.models import Answer, Lesson, Question, Sentence, Term
from knowledge.quizzes.question_places import in_their_places, is_mixed
from knowledge.quizzes.subjects import BLANK, blanked, names_of

# A card's words stand in the learner's record as they were when it was made: they are the material's own, but
# for these two.
MEANS, IS_MEANT = "What does **{term}** mean?", "Which term is meant?"
_IN_SHORT = "in short"
_MARKS = re.compile(r"[\\`*_\[\]<>#$&]")
_NAME = 120
"""Characters of a saved question that name its card; a longer one is told from others by all that it says."""


def of_term(term: Term) -> tuple[CardText, ...]:
    """Both directions; none for a term whose first section holds no text."""
    short = _short(term)
    if not short:
        return ()
    meaning = _gapped(blanked(short, names_of(term.listed)))
    asked = MEANS.format(term=escaped(term.name))
    return (
        card_text(CardKey(term.library, term.source, (), "term", term.name), asked, short),
        card_text(
            CardKey(term.library, term.source, (), "meaning", term.name),
            f"{IS_MEANT}\n\n{meaning}",
            escaped(term.name),
            accept=term.aliases,
        ),
    )


def of_question(question: Question) -> CardText:
    """The prompt with its options by letter, in places that are always the same and tell nothing; the right
    answer as a person reads it. Of several right ones, or of an order, no part is accepted for the whole."""
    asked = as_asked(question)
    lettered = tuple(zip(ascii_uppercase, asked.options, strict=False))
    options = "\n".join(f"- {letter}. {option}" for letter, option in lettered)
    prompt = _gapped(asked.prompt)
    key = CardKey(question.library, question.source, question.heading, "question", question.id)
    accept: tuple[str, ...] = ()
    if question.kind not in ("several", "order"):
        letters = (letter for letter, option in lettered if option in asked.answer)
        accept = (*asked.answer, *question.accept, *letters)
    front = f"{prompt}\n\n{options}" if options else prompt
    return card_text(key, front, expected_text(question), accept=accept, why=question.why)


def as_asked(question: Question) -> Question:
    """Its options in the places that they have on its card, however they were mixed before; the right ones
    named by their texts, where an author gave letters."""
    right = [question.options[n] for n in right_options(question)]
    named = replace(question, answer=tuple(right)) if len(right) == len(question.answer) else question
    sorted_first = replace(named, options=tuple(sorted(named.options)))
    steady = sorted_first if is_mixed(question) else named
    return in_their_places([steady], Random(question.id))[0]


def of_answer(answer: Answer) -> CardText:
    """Of one that has sentences: the question as it stands alone, and what was answered, without its marks.
    It hangs on one citation, and holds what that one's library says: it may be shown wherever that is
    studied, and another library may be lent to fewer."""
    libraries = {it.n: it.library for it in answer.citations}
    first = next(it for it in answer.citations if it.n == answer.sentences[0].citations[0])
    said = [it for it in answer.sentences if libraries[it.citations[0]] == first.library]
    key = CardKey(first.library, first.source, first.heading, "answer", _named(answer.standalone))
    return card_text(key, escaped(answer.standalone), "\n".join(_line(it) for it in said))


def _named(question: str) -> str:
    rest = question[_NAME:]
    return f"{question[:_NAME]}… {sha256(rest.encode()).hexdigest()[:16]}" if rest else question


def of_lesson(lesson: Lesson, terms: Sequence[Term], questions: Sequence[Question]) -> tuple[CardText, ...]:
    """Its terms first, then its own questions; each once."""
    made = (*(card for term in terms for card in of_term(term)), *map(of_question, questions))
    return tuple({card.key: card for card in made}.values())


def report_name(card: Card) -> str:
    """By which a card is reported: a question's own id, so that it is one with that of a quiz; else a name
    that tells its key from others."""
    key = card.text.key
    if key.kind == "question":
        return key.name
    told = "\x1f".join((key.library, key.source, *key.heading, key.kind, key.name))
    return f"card:{sha256(told.encode()).hexdigest()}"


def _short(term: Term) -> str:
    """What the glossary says in short, else the first paragraph that it says."""
    texts = (section.text for section in term.sections if section.heading.casefold() == _IN_SHORT)
    whole = next(texts, term.sections[0].text if term.sections else "")
    return next(_paragraphs(whole), "")


def _gapped(markdown: str) -> str:
    """A gap is a gap, and no emphasis."""
    return markdown.replace(BLANK, BLANK.replace("_", "\\_"))


def _paragraphs(text: str) -> Iterator[str]:
    """A text that begins with code is one."""
    parts = [text] if text.lstrip().startswith(("```", "~~~")) else text.split("\n\n")
    return (part.strip() for part in parts if part.strip())


def _line(sentence: Sentence) -> str:
    mark = {"prose": "", "item": "- ", "step": "1. "}[sentence.kind]
    return f"{mark}{escaped(sentence.text)}"


def escaped(text: str) -> str:
    """Plain words as Markdown that shows just them; formulas between dollars stay formulas."""
    spans = with_formulas(text)
    return "".join(f"${it.text}$" if it.style == "formula" else _MARKS.sub(_shown, it.text) for it in spans)


def _shown(mark: re.Match[str]) -> str:
    # A bracket after a backslash would begin a formula.
    return f"&#{ord(mark[0])};" if mark[0] in "[]$&" else f"\\{mark[0]}"


def card_text(
    key: CardKey, front: str, back: str, *, accept: tuple[str, ...] = (), why: str = ""
) -> CardText:
    shown = "\x1f".join((front, back, why, *accept))
    return CardText(key, front, back, sha256(shown.encode()).hexdigest(), accept, why)
