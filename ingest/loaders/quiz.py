"""the quiz, challenges and steps of front matter -> Question, Challenge, Step"""

from hashlib import sha256

from ingest.loaders.fields import Fields, as_text, is_scalar
from knowledge.models import Challenge, LibraryId, Question, QuestionKind, Step

_TRUTH = ({"true", "false"}, {"yes", "no"})


def questions_of(fields: Fields, library: LibraryId, source: str) -> tuple[Question, ...]:
    """As the author ordered them; one that cannot be asked is left out with a note."""
    found: dict[str, Question] = {}
    for number, item in enumerate(fields.mappings("quiz"), start=1):
        question = _question(Fields(item, fields.notes, where=f"Quiz question {number}: "), library, source)
        if question and question.id in found:
            fields.note(f"Quiz question {number} was left out: it is the same as one before it.")
        elif question:
            found[question.id] = question
    return tuple(found.values())


def challenges_of(fields: Fields) -> tuple[Challenge, ...]:
    found = []
    for number, item in enumerate(fields.mappings("challenges"), start=1):
        inner = Fields(item, fields.notes, where=f"Challenge {number}: ")
        if task := inner.text("task"):
            found.append(Challenge(task, inner.texts("rubric", commas=False)))
        else:
            inner.note("it was left out: give it a “task”.")
    return tuple(found)


def steps_of(fields: Fields) -> tuple[Step, ...]:
    found = []
    for number, item in enumerate(fields.mappings("steps"), start=1):
        inner = Fields(item, fields.notes, where=f"Step {number}: ")
        step = Step(inner.text("title"), inner.text("text"), inner.text("image"))
        if step.text or step.image:
            found.append(step)
        else:
            inner.note("it was left out: give it a “text” or an “image”.")
    return tuple(found)


def _question(fields: Fields, library: LibraryId, source: str) -> Question | None:
    prompt = fields.text("ask", "question", "prompt")
    options = fields.texts("options", commas=False)
    if not prompt:
        fields.note("it was left out: write what is asked as “ask”.")
        return None
    answer = _answer(fields, options)
    kind = _kind(fields, options, answer)
    if not answer or kind is None:
        return None
    return Question(
        id=_id(library, source, kind, prompt, *answer),
        kind=kind,
        prompt=prompt,
        answer=answer,
        options=() if kind == "typed" else options,
        accept=fields.texts("accept", commas=False),
        why=fields.text("why", "explanation"),
        library=library,
        source=source,
        authored=True,
    )


def _answer(fields: Fields, options: tuple[str, ...]) -> tuple[str, ...]:
    """Texts of options, each spelt as its option is; empty, with a note, where one fits none of them."""
    given = fields.raw("answer", "answers")
    values = given if isinstance(given, list) else [given]
    if given is None or not values or not all(is_scalar(value) for value in values):
        fields.note("it was left out: give the “answer” as a text, or as its place among the options from 0.")
        return ()
    if not options:
        return tuple(as_text(value) for value in values)
    chosen = [_option(value, options) for value in values]
    if None in chosen:
        wrong = as_text(values[chosen.index(None)])
        fields.note(f"it was left out: the answer “{wrong}” is none of the options.")
        return ()
    return tuple(dict.fromkeys(text for text in chosen if text is not None))


def _option(value: object, options: tuple[str, ...]) -> str | None:
    """By its text first: a question about numbers has numbers for options."""
    text = as_text(value).casefold()
    for option in options:
        if option.casefold() == text:
            return option
    place = int(text) if text.isdecimal() else -1
    return options[place] if 0 <= place < len(options) else None


def _kind(fields: Fields, options: tuple[str, ...], answer: tuple[str, ...]) -> QuestionKind | None:
    kind = fields.text("kind").lower().replace("-", "_").replace(" ", "_")
    if fault := _fault(kind, options, answer):
        fields.note(f"it was left out: {fault}.")
        return None
    if not options:
        return "typed"
    if kind == "order":
        return "order"
    if kind == "several" or len(answer) > 1:
        return "several"
    return "true_false" if {option.casefold() for option in options} in _TRUTH else "choice"


def _fault(kind: str, options: tuple[str, ...], answer: tuple[str, ...]) -> str:
    if not options:
        return "give the steps to be ordered as “options”" if kind == "order" else ""
    if len({option.casefold() for option in options}) < max(2, len(options)):
        return "give at least two options, each different"
    if kind == "order" and sorted(answer) != sorted(options):
        return "the answer must hold all options, in the right order"
    return ""


def _id(*parts: str) -> str:
    return sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
