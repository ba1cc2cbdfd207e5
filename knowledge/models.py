"""What is taught, as frozen values: Library, Lesson, Term, Question, Chunk, Passage, Answer

Nothing here does I/O, knows a learner, or knows how it was filled. Every sequence is a tuple, every
text is the author's Markdown unless its docstring says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

LibraryId = NewType("LibraryId", str)
"""A library's slug: lower case letters, digits and hyphens."""

ChunkId = NewType("ChunkId", str)
"""32 hexadecimal digits; the same chunk of the same source keeps its id over ingests."""

HeadingPath = tuple[str, ...]
"""Headings from the outermost to the innermost, as plain text, without the lesson's own title."""

QuestionKind = Literal["choice", "several", "true_false", "cloze", "typed", "order"]
Composer = Literal["extractive", "model", "fallback"]
MatchKind = Literal["exact", "alias", "near", "none"]
Level = Literal["plain", "simpler", "deeper", "example"]
"""How an answer is told: as asked, in short, with more of its sections, or by everyday examples."""


@dataclass(frozen=True, slots=True)
class Library:
    """One body of material. `generation` is 0 until the first ingest has switched it on.

    `roots` are the folders and files it was ingested from, absolute. `tracks` are in course order.
    `swept` is False while the vector index may hold what the catalogue does not know.
    """

    slug: LibraryId
    title: str
    language: str = "en"
    embedder: str = ""
    dimension: int = 0
    generation: int = 0
    roots: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    hints_only: bool = False
    swept: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One heading's own text (sub-headings are sections of their own), as Markdown.

    A lesson's sections joined are the lesson: text before the first heading has the empty path.
    """

    heading: HeadingPath
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question. `answer` holds one text, or several (kind "several": a set; "order": in order).

    `options` is empty for the typed kinds. `accept` are other right spellings of a typed answer.
    `id` is stable for the same question of the same source. `why` may be empty.
    """

    id: str
    kind: QuestionKind
    prompt: str
    answer: tuple[str, ...]
    options: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    why: str = ""
    library: LibraryId = LibraryId("")
    source: str = ""
    heading: HeadingPath = ()
    term: str = ""
    """The term that the question is about; empty where it is about none."""
    authored: bool = False


@dataclass(frozen=True, slots=True)
class Challenge:
    """An open task, graded against its rubric and the lesson."""

    task: str
    rubric: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One frame of a step-through: a paragraph, a picture, or both."""

    title: str
    text: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. `source` is its key within the library, `slug` what a learner types.

    `minutes` is the author's, else the words at 200 a minute, at least 1. `order` sorts within a track;
    lessons without one follow, by source. `body_hash` is that of the file that it came from.
    """

    library: LibraryId
    source: str
    slug: str
    title: str
    sections: tuple[Section, ...]
    track: str = ""
    order: float | None = None
    minutes: int = 1
    url: str = ""
    summary: str = ""
    terms: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def listed(self) -> "LessonHeading":
        """As it stands in a list of lessons."""
        return LessonHeading(
            self.library,
            self.source,
            self.slug,
            self.title,
            self.track,
            self.order,
            self.minutes,
            self.summary,
        )


@dataclass(frozen=True, slots=True)
class LessonHeading:
    """What a list of lessons shows of one: the lesson without its text."""

    library: LibraryId
    source: str
    slug: str
    title: str
    track: str = ""
    order: float | None = None
    minutes: int = 1
    summary: str = ""


@dataclass(frozen=True, slots=True)
class RelatedTerm:
    """Another term and why it is worth reading; `why` may be empty."""

    term: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class TermSection:
    """One part of a term's card. The heading is empty where the glossary has a definition only."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the glossary with at least one section: a stub never becomes a Term.

    `source` is unique within the library: the file's path, with `#slug` where a file holds many.
    """

    library: LibraryId
    source: str
    name: str
    sections: tuple[TermSection, ...]
    aliases: tuple[str, ...] = ()
    category: str = ""
    related: tuple[RelatedTerm, ...] = ()
    url: str = ""

    @property
    def listed(self) -> "TermHeading":
        """As it stands in a list of terms, with its first section for a definition."""
        definition = self.sections[0].text if self.sections else ""
        return TermHeading(self.library, self.source, self.name, self.aliases, self.category, definition)


@dataclass(frozen=True, slots=True)
class TermHeading:
    """What a lookup needs of a term: its names. `definition` is the first section's text."""

    library: LibraryId
    source: str
    name: str
    aliases: tuple[str, ...] = ()
    category: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a word was found to mean. `term` is None just where `kind` is "none".

    `suggestions` are up to five names of terms, nearest first; empty unless `kind` is "none".
    """

    kind: MatchKind
    term: TermHeading | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a lesson or term that is retrieved as a whole; `text` has at most 1000 characters
    where no single code block or table row is longer.

    `position` counts from 0 within its source: chunks in that order rejoin to the source's text.
    `embedded` is the hash of what was embedded (title, heading path and text), so that equal hashes
    have equal vectors. `joint` is what stood between the previous chunk of the source and this one.
    """

    id: ChunkId
    library: LibraryId
    source: str
    title: str
    heading: HeadingPath
    text: str
    position: int
    embedded: str
    kind: Literal["lesson", "term"] = "lesson"
    url: str = ""
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for one question.

    `score` is the fused one, comparable within one question only, higher is better. `cosine` is in
    [-1, 1], or None where only the words found it; `lexical` is the BM25 score, or None likewise.
    `nearness` is the question's cosine with each of the chunk's pieces (knowledge.sentences.pieces), in
    their order; empty where their vectors are not known.
    """

    chunk: Chunk
    score: float
    cosine: float | None = None
    lexical: float | None = None
    nearness: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """What mark `[n]` of an answer stands on; `quote` is the source's own words, as plain text."""

    n: int
    chunk: ChunkId
    library: LibraryId
    title: str
    heading: HeadingPath
    source: str
    url: str
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole, checked sentence (or list item, or step) of an answer, as plain text without marks,
    with the citations (their `n`) that it stands on; at least one."""

    text: str
    citations: tuple[int, ...]
    kind: Literal["prose", "item", "step"] = "prose"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something near that the library does hold."""

    kind: Literal["lesson", "term"]
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer so far: checked sentences, or an abstention.

    While an answer is being made, each Answer extends the one before it, sentence by sentence; the
    last one is `complete`. A complete answer without sentences is an abstention: `reasons` say why
    (for the teacher's eyes), `suggestions` are up to three near lessons or terms.
    `composer` is "fallback" where a model was asked and its words could not be used. `remark` says so in
    a word, or that the lessons only come near; of an abstention, what is said in its place.
    `standalone` is the question as it reads without its conversation, and `turn` counts from 1 within
    the conversation. `tokens` are what a language model read and wrote for it, shown or not; estimated
    where its provider does not count. `source` is that of the lesson to which the question was kept,
    empty where it was kept to none; `level` is how it is told.
    """

    question: str
    standalone: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    reasons: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    composer: Composer = "extractive"
    remark: str = ""
    turn: int = 1
    complete: bool = True
    tokens: int = 0
    source: str = ""
    level: Level = "plain"

    @property
    def abstained(self) -> bool:
        return self.complete and not self.sentences

    @property
    def text(self) -> str:
        """The sentences as one text with `[n]` marks; items and steps on lines of their own."""
        text = ""
        for number, sentence in enumerate(self.sentences, start=1):
            marks = "".join(f"[{n}]" for n in sentence.citations)
            joint = "\n" if sentence.kind != "prose" or self._after_list(number) else " "
            text += f"{joint if text else ''}{sentence.text} {marks}"
        return text

    def _after_list(self, number: int) -> bool:
        return number > 1 and self.sentences[number - 2].kind != "prose"


@dataclass(frozen=True, slots=True)
class SourceState:
    """What stands in the catalogue for one source: the hash of its bytes and its root."""

    source: str
    root: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the catalogue of one library, the rest by count: enough to tell whether an ingest has
    anything to do."""

    library: Library
    states: tuple[SourceState, ...]
    lessons: int
    terms: int
    questions: int
    chunks: int


@dataclass(frozen=True, slots=True)
class ChunkState:
    """What stands in the catalogue for one chunk, without its text."""

    id: ChunkId
    source: str
    embedded: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one ingest makes of a library, applied whole or not at all.

    `removed` are sources that are gone or read anew: all rows of theirs are dropped before `lessons`,
    `terms` and `chunks` are put in. `neighbours` maps a term's source to the sources of its nearest
    terms, nearest first, and replaces what stood there when it is not None.
    """

    library: Library
    sources: tuple[SourceState, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    terms: tuple[Term, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    removed: tuple[str, ...] = ()
    neighbours: Mapping[str, tuple[str, ...]] | None = None
    calibration: Mapping[str, float] = field(default_factory=dict)
