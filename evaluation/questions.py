"""lines of JSON -> the questions to ask, or all that is wrong with them  (pure)

A line is an object with `question` and, as far as it is known, `source`, `heading`, `answers`, `answerable`
and `id`. People write these names in several ways; what is probably a slip is not passed over in silence.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "q", "ask", "query", "prompt"),
    "source": (
        *("source", "sources", "lesson", "lessons", "lesson_path", "lesson_slug", "lesson_title"),
        *("path", "file", "slug", "title", "page", "document", "article", "term"),
    ),
    "heading": ("heading", "section"),
    "answers": ("answers", "answer", "expected", "expected_answer", "expected_answers", "words", "contains"),
    "answerable": ("answerable", "in_library", "has_answer"),
    "unanswerable": ("unanswerable", "is_impossible", "out_of_scope"),
    "id": ("id",),
}
_FIELD = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}
_YES, _NO = ("true", "yes", "y", "1"), ("false", "no", "n", "0")
_EXAMPLE = '{"question": "What is a stoma?", "source": "leaves", "answers": ["small openings"]}'
_SPELT_NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """`answers` are strings of which one must be found; `sources` are lessons or terms as the author names
    them, of which one must be met, under `heading` where there is one. `line` counts from 1."""

    question: str
    answers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    heading: str = ""
    answerable: bool = True
    id: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` is 0 where the file as a whole is meant. `advice` says what to write."""

    line: int
    what: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.what}{' ' if self.advice else ''}{self.advice}"


@dataclass(frozen=True, slots=True)
class Written:
    """`ignored` are names that say nothing here, such as a note of the author's."""

    asked: tuple[Asked, ...] = ()
    faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()


class _Wrong(Exception):
    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what, self.advice = what, advice


def read(text: str) -> Written:
    """Blank lines, and those that begin with # or //, are passed over."""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        return _read(_listed(text))
    numbered = enumerate(text.lstrip("\ufeff").split("\n"), start=1)
    return _read({n: line for n, line in numbered if line.strip() and not _is_remark(line)})


def _read(lines: Mapping[int, object]) -> Written:
    asked, faults, ignored, ids = [], [], [], Counter[str]()
    for number, line in lines.items():
        try:
            row = _row(line)
            one = _asked(row, number)
            ids[one.id] += 1
            if one.id and ids[one.id] > 1:
                raise _Wrong(f"The id “{one.id}” stands in an earlier line too.", "Give each its own.")
        except _Wrong as wrong:
            faults.append(Fault(number, wrong.what, wrong.advice))
        else:
            asked.append(one)
            ignored += [name for name in row if _name(name) not in _FIELD]
    if not lines:
        faults.append(Fault(0, "There is no question in it.", f"Write one a line, such as {_EXAMPLE}"))
    return Written(tuple(asked), tuple(faults), tuple(dict.fromkeys(ignored)))


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith(("#", "//"))


def _listed(text: str) -> Mapping[int, object]:
    """A JSON list: its items are counted as lines are."""
    try:
        items = json.loads(text.lstrip("\ufeff"))
    except ValueError:
        return {1: text}
    return dict(enumerate(items, start=1))


def _row(line: object) -> Mapping[str, object]:
    try:
        row = json.loads(line.rstrip("\r")) if isinstance(line, str) else line
    except json.JSONDecodeError as error:
        what = f"This is not JSON ({error.msg} at character {error.pos + 1})."
        raise _Wrong(what, f"Write one object a line, such as {_EXAMPLE}") from None
    if not isinstance(row, dict):
        raise _Wrong("This is not an object.", f"Write it in braces, such as {_EXAMPLE}")
    for name in row:
        _refuse_a_slip(name)
    return row


def _refuse_a_slip(name: str) -> None:
    """A name that is nearly one of ours: passing it over would turn what is expected into its opposite."""
    if _name(name) not in _FIELD:
        meant = get_close_matches(_name(name), _FIELD, 1, _SPELT_NEARLY)
        if meant:
            raise _Wrong(f"I do not know “{name}”.", f"Write “{meant[0]}”, or another name for a note.")


def _name(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _asked(row: Mapping[str, object], line: int) -> Asked:
    fields = _fields(row)
    question = fields.get("question")
    if not isinstance(question, str) or not question.strip():
        raise _Wrong("There is no question in it.", 'Write one, as "question": "What is a stoma?"')
    answers, answerable = _strings(fields, "answers"), _answerable(fields)
    if answers and not answerable:
        raise _Wrong("It is said not to be answerable, and answers are given.", "Leave out one of the two.")
    return Asked(
        " ".join(question.split()),
        answers,
        _strings(fields, "source"),
        next(iter(_strings(fields, "heading")[-1:]), ""),
        answerable,
        "" if fields.get("id") is None else str(fields["id"]),
        line,
    )


def _fields(row: Mapping[str, object]) -> Mapping[str, object]:
    """Of two spellings that are both there, the more usual one counts (`answers` before `answer`)."""
    given = {_name(key): value for key, value in row.items()}
    return {
        field: next(given[name] for name in spellings if name in given)
        for field, spellings in SPELLINGS.items()
        if any(name in given for name in spellings)
    }


def _strings(fields: Mapping[str, object], field: str) -> tuple[str, ...]:
    value = fields.get(field)
    values: Sequence[object] = [] if value is None else value if isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, bool) or not isinstance(one, str | int | float):
            raise _Wrong(f"“{field}” holds {json.dumps(one)}.", f'Write text, as "{field}": ["one", "two"]')
    return tuple(text for one in values if (text := str(one).strip()))


def _answerable(fields: Mapping[str, object]) -> bool:
    said = _yes_or_no(fields, "answerable")
    denied = _yes_or_no(fields, "unanswerable")
    if said is not None and denied is not None and said == denied:
        raise _Wrong("It is said to be answerable and not to be.", 'Write "answerable": true or false.')
    if said is not None:
        return said
    return not denied


def _yes_or_no(fields: Mapping[str, object], field: str) -> bool | None:
    value = fields.get(field)
    if value is None:
        return None
    word = str(value).strip().lower()
    if word not in (*_YES, *_NO):
        raise _Wrong(f"“{field}” is {json.dumps(value)}.", f'Write "{field}": true or "{field}": false.')
    return word in _YES
