"""Anki deck -> a lesson with questions, and a glossary

A note with a short front that is no question names a term: /define knows it, and it is learned both ways. Any
other is a question of the deck's one lesson, and its words are the lesson's text. A short answer is typed. A
longer one, which nobody types letter by letter, is chosen among answers of other notes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from ingest.anki import Deck, Note, read_deck
from ingest.anki_markup import as_words, filled, gaps_of
from ingest.loaders.course import Course
from ingest.loaders.entries import Entry
from ingest.loaders.fields import Fields
from ingest.loaders.lesson import lesson_of
from ingest.loaders.loaded import Loaded
from ingest.loaders.terms import terms_of
from ingest.markdown import plain
from ingest.sources import SourceFile
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId, TermSection

_LONGEST_TERM, _MOST_TERM_WORDS = 60, 5
_LONGEST_TYPED, _MOST_TYPED_WORDS = 60, 6
_LONGEST_OPTION = 300
_LONGEST_HEADING = 200
_OPTIONS = 4
_NAMED = 30
_CARDS = "Cards"
_NEVER_NAMED = {"", "default"}
"""What Anki calls a deck that nobody named."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """`prompt` and `why` are Markdown, `answer` plain."""

    prompt: str
    answer: str
    why: str = ""

    @property
    def typed(self) -> bool:
        return len(self.answer) <= _LONGEST_TYPED and len(self.answer.split()) <= _MOST_TYPED_WORDS


def load_deck(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    deck = read_deck(file.path.read_bytes())
    if not deck.notes:
        raise UnreadableSource("None of its notes has words on both sides.")
    named = [note for note in deck.notes if _is_term(note)]
    asking = [note for note in deck.notes if not _is_term(note)]
    terms = terms_of([_entry(note) for note in named], file, library)
    told = [one for note in asking for one in _asked(note)]
    front = {
        "title": _title(deck) or _spoken(file.path.stem),
        "terms": [term.name for term in terms.terms],
        "quiz": list(_quiz(told)),
    }
    fields = Fields(front, [])
    lesson = lesson_of(file, library, course, fields, _body(asking, [term.name for term in terms.terms]))
    notes = (*_notes(deck, told), *fields.notes, *terms.notes)
    return replace(terms, lessons=(lesson,), notes=notes)


def _is_term(note: Note) -> bool:
    name = plain(note.front)
    short = len(name) <= _LONGEST_TERM and len(name.split()) <= _MOST_TERM_WORDS
    return short and bool(name) and not note.cloze and "\n" not in note.front and not _asks(name)


def _asks(name: str) -> bool:
    return name.endswith(("?", "？", "؟", "…", "...", ":")) or "$" in name


def _entry(note: Note) -> Entry:
    deck = note.deck[-1] if note.deck else ""
    category = "" if deck.lower() in _NEVER_NAMED else deck
    return Entry(note.front, (TermSection("", note.back),), category=category)


def _asked(note: Note) -> Iterator[_Asked]:
    if note.cloze:
        yield from (_Asked(gap.prompt, plain(gap.answer), note.back) for gap in gaps_of(note.front))
    else:
        yield _Asked(note.front, plain(note.back))


def _quiz(told: Sequence[_Asked]) -> Iterator[dict[str, object]]:
    """Each pair of prompt and answer once."""
    fair = list(
        {(one.prompt, one.answer): one for one in told if len(one.answer) <= _LONGEST_OPTION}.values()
    )
    long = sorted({one.answer for one in fair if not one.typed})
    for one in fair:
        asked: dict[str, object] = {"ask": one.prompt, "answer": one.answer, "why": one.why}
        if not one.typed and len(others := _others(one, long)) == _OPTIONS - 1:
            asked["options"] = [one.answer, *others]
        yield asked


def _others(asked: _Asked, answers: Sequence[str]) -> list[str]:
    """Answers of other notes, the same ones whenever the deck is read."""
    start = int.from_bytes(sha256(asked.prompt.encode()).digest()[:8], "big")
    found: dict[str, str] = {}
    for step in range(min(len(answers), 4 * _OPTIONS)):
        other = answers[(start + step) % len(answers)]
        if other.casefold() != asked.answer.casefold():
            found.setdefault(other.casefold(), other)
    return list(found.values())[: _OPTIONS - 1]


def _title(deck: Deck) -> str:
    """The innermost name that all notes share; empty where they share none: then the file's name is taken."""
    paths = [note.deck for note in deck.notes]
    shared = ""
    for names in zip(*paths, strict=False):
        if len(set(names)) > 1:
            break
        shared = names[0]
    return "" if shared.lower() in _NEVER_NAMED else shared


def _spoken(stem: str) -> str:
    words = stem.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _body(asking: Sequence[Note], names: Sequence[str]) -> str:
    """A heading for each deck, under it one for each note, so that notes share a page; what needs none comes
    first, so that it stands under no other's."""
    decks = [(deck, list(notes)) for deck, notes in groupby(_by_deck(asking), key=lambda note: note.deck)]
    parts: list[str] = []
    for deck, notes in decks:
        name = as_words(" – ".join(deck[-2:])) if len(decks) > 1 else ""
        parts.append(f"## {name or _CARDS}")
        parts += sorted(map(_told, notes), key=lambda text: text.startswith("### "))
    return "\n\n".join((*parts, *_words(names)))


def _by_deck(notes: Sequence[Note]) -> list[Note]:
    places = {note.deck: place for place, note in reversed(list(enumerate(notes)))}
    return sorted(notes, key=lambda note: (bool(note.deck), places[note.deck]))


def _told(note: Note) -> str:
    """A question is the heading of its answer; a sentence with gaps stands without them."""
    if note.cloze:
        return "\n\n".join(_sentence(part) for part in (filled(note.front), note.back) if part)
    asked = _on_one_line(note.front)
    if len(asked) > _LONGEST_HEADING:
        return f"{note.front}\n\n{_sentence(note.back)}"
    return f"### {asked}\n\n{_sentence(note.back)}"


def _sentence(markdown: str) -> str:
    """A few words end as a sentence does, so that they are one to whoever reads on."""
    return f"{markdown}." if markdown[-1:].isalnum() and "\n" not in markdown else markdown


def _on_one_line(markdown: str) -> str:
    return " ".join(line.removesuffix("\\") for line in markdown.split("\n")).strip()


def _words(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (f"## Words\n\n{', '.join(map(as_words, names[:_NAMED]))}{more}",)


def _notes(deck: Deck, told: Sequence[_Asked]) -> Iterator[str]:
    long = sum(len(one.answer) > _LONGEST_OPTION for one in told)
    if deck.left_out:
        yield f"{deck.left_out} of its notes were left out: they lack words on one side, or are too long."
    if long:
        yield f"{long} of its answers are too long to be asked for: they are read as text."
