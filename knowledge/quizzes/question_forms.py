"""a term and its neighbours -> questions: which term, which description, typed, true or false  (pure)"""

import random
from collections.abc import Callable
from hashlib import sha256

from knowledge.models import Question, QuestionKind
from knowledge.quizzes.distractors import Distractors, tells
from knowledge.quizzes.subjects import Subject, gives_away, hint, mentions

TRUTHS = ("True", "False")
_FEWEST = 2
_WRONG = 3
Form = Callable[[Subject, Distractors, random.Random], Question | None]


def question_id(source: str, kind: str, prompt: str, answer: str) -> str:
    return sha256("\x1f".join((source, kind, prompt, answer)).encode()).hexdigest()[:32]


def which_term(subject: Subject, distractors: Distractors, dice: random.Random) -> Question | None:
    """Definition to term. The right option comes first: whoever lays out the round puts it in its place."""
    others = distractors.terms(subject, _WRONG, dice) if subject.body else ()
    if len(others) < _FEWEST or tells(subject.body, subject, others):
        return None
    if any(mentions(subject.body, other.names) for other in others):
        return None
    prompt = f"Which term does this describe? “{subject.body}”"
    options = (subject.name, *(other.name for other in others))
    return _about(subject, "choice", prompt, (subject.name,), options=options)


def which_description(subject: Subject, distractors: Distractors, dice: random.Random) -> Question | None:
    """Term to definition."""
    if not subject.body or gives_away(subject.body, subject.name):
        return None
    others = distractors.bodies(subject, _WRONG, dice)
    if len(others) < _FEWEST:
        return None
    lengths = [len(other.body) for other in others]
    if len(subject.body) > 1.15 * max(lengths) or len(subject.body) < 0.85 * min(lengths):
        return None
    if any(gives_away(other.body, other.name) for other in others):
        return None
    options = (subject.body, *(other.body for other in others))
    return _about(
        subject, "choice", f"Which description fits “{subject.name}”?", options[:1], options=options
    )


def typed_term(subject: Subject, distractors: Distractors, dice: random.Random) -> Question | None:
    name = subject.name
    if not subject.body or len(name.split()) > 4 or gives_away(subject.body, name):
        return None
    prompt = f"Which term is meant? Type it ({hint(name)}). “{subject.body}”"
    accept = tuple(other for other in subject.names if other != name)
    return _about(subject, "typed", prompt, (name,), accept=accept)


def true_statement(subject: Subject, distractors: Distractors, dice: random.Random) -> Question | None:
    if not subject.body or gives_away(subject.body, subject.name):
        return None
    return _judged(subject, subject, "True", subject.told)


def false_statement(subject: Subject, distractors: Distractors, dice: random.Random) -> Question | None:
    """Another term's definition under this one's name."""
    others = distractors.bodies(subject, 1, dice) if subject.body else ()
    if not others or gives_away(others[0].body, others[0].term.name):
        return None
    other = others[0]
    return _judged(subject, other, "False", f"That describes “{other.name}”. {subject.told}")


def _judged(subject: Subject, described: Subject, truth: str, why: str) -> Question:
    prompt = f"True or false? This describes “{subject.name}”: “{described.body}”"
    return _about(subject, "true_false", prompt, (truth,), options=TRUTHS, why=why)


def _about(
    subject: Subject,
    kind: QuestionKind,
    prompt: str,
    answer: tuple[str, ...],
    *,
    options: tuple[str, ...] = (),
    accept: tuple[str, ...] = (),
    why: str = "",
) -> Question:
    term = subject.term
    return Question(
        id=question_id(term.source, kind, prompt, answer[0]),
        kind=kind,
        prompt=prompt,
        answer=answer,
        options=options,
        accept=accept,
        why=why or subject.told,
        library=term.library,
        source=term.source,
        term=term.name,
    )
