"""what an answer stands on -> the same in short, deeper or by example, in the library's own words  (pure)"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from knowledge.extractive import Extract, citation
from knowledge.models import Chunk, Level, Passage, Sentence
from knowledge.paragraphs import Line, Paragraph, paragraphs, said
from knowledge.questioning import suits
from knowledge.vocabulary import content, stem
from knowledge.weighing import Asked, leans, spots, understood

SHORT, LONG, MIDDLE = 300, 1400, 600
_FIRST_SHARE = 900
"""Characters of a deeper answer that glossary or lessons may take before the other has its turn."""
_FOLLOWING, _NEARLY, _SUITS = 2, 1.0, 1.0
_MARK = len(" [1] ")
_IN_SHORT = re.compile(r"\b(?:in short|in brief|summary|definition|meaning|tl;?dr|overview)\b", re.IGNORECASE)
_EXAMPLE = re.compile(r"\b(?:examples?|analogy|analogies|illustration)\b", re.IGNORECASE)
_EVERYDAY = re.compile(r"\b(?:everyday|analogy|analogies|picture it)\b", re.IGNORECASE)
_DEEPER = (
    re.compile(r"\bhow (?:it|they|this) works?\b|\bworkings?\b|\bdetails?\b|\bexplanation\b", re.IGNORECASE),
    re.compile(r"\bwhy (?:it|they|this) matters?\b|\bimportance\b|\buses?\b", re.IGNORECASE),
    re.compile(r"\b(?:mistakes?|pitfalls?|myths?|misconceptions?)\b", re.IGNORECASE),
)
_ASIDE = re.compile(r"\b(?:examples?|analogy|analogies|illustration|careers?|jobs?)\b", re.IGNORECASE)
_CHORES = re.compile(
    r"\b(?:quiz|assignments?|exercises?|homework|self[- ]study|prerequisites?|credits?|attributions?|"
    r"further reading|references|what you will learn|objectives?)\b",
    re.IGNORECASE,
)
_MARKERS = re.compile(
    r"\b(?:for example|for instance|e\.g\.|as an example|imagine|suppose|picture (?:a|an|the)|think of|"
    r"say you|is (?:just |much )?like (?:a|an|the)|as if)\b",
    re.IGNORECASE,
)
_SUCH_AS = re.compile(r"(?P<kind>[\w-]+(?: [\w-]+)?),? (?:such as|including)\b", re.IGNORECASE)
_INSTANCE = re.compile(r"^\W*(?:for example|for instance|as an example|e\.g\.)", re.IGNORECASE)
_ABOUT_IT = 0.5
_EXAMPLES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Material:
    """One question, its plain answer, and where that stands. `terms` are the chunks of each term that it
    stands on, those that the question names first: `named` are its words for them. `lessons` are the chunks
    of each lesson that it cites. Chunks lie in their source's order."""

    question: str
    plain: Extract
    passages: tuple[Passage, ...]
    rarity: Mapping[str, float]
    terms: tuple[tuple[Chunk, ...], ...] = ()
    named: tuple[str, ...] = ()
    lessons: tuple[tuple[Chunk, ...], ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(sentence.text for sentence in self.plain.sentences)

    def standing_on(self, made: Extract) -> tuple[Chunk, ...]:
        """The chunks of an extract's citations, in order."""
        every = chain(*self.terms, *self.lessons, (passage.chunk for passage in self.passages))
        known = {chunk.id: chunk for chunk in every}
        return tuple(known[citation.chunk] for citation in made.citations)

    @property
    def subjects(self) -> tuple[tuple[Chunk, ...], ...]:
        """The terms that the question names, else the first of those that its answer stands on."""
        return self.terms[: len(self.named) or 1]

    @property
    def asks_what(self) -> bool:
        """Whether no more is asked than what its terms are."""
        rest = set(content(self.question)) - set(content(" ".join(self.named)))
        return bool(self.named) and rest <= _ASKING


_ASKING = frozenset(
    map(
        stem,
        (
            *("difference", "different", "compare", "compared", "versus", "vs"),
            *("mean", "meaning", "explain", "define", "example"),
        ),
    )
)


def told(level: Level, material: Material) -> Extract:
    """Both empty where the library has nothing for that level."""
    if level == "simpler":
        return simpler(material)
    return deeper(material) if level == "deeper" else example(material)


def simpler(material: Material) -> Extract:
    """In short what the question's terms are, where it asks no more; else the sentence that answers it
    best, and then what its term is. Steps are told to their end; never longer than the plain answer."""
    brief = [line for chunks in material.subjects for line in _in_short(chunks)] if material.named else []
    if brief and material.asks_what and not _told_together(material):
        return _cited(_within(brief, SHORT + 100 * (len(material.named) > 1)))
    lines = _in_few_words(material, brief)
    shorter = lines and _cost(lines) < sum(len(one.text) + _MARK for one in material.plain.sentences)
    return _cited(lines) if shorter else material.plain


def _told_together(material: Material) -> bool:
    """Whether the plain answer begins with what several terms have to do with each other."""
    first = _stems(material.plain.sentences[0].text)
    return len(material.named) > 1 and all(_stems(name) <= first for name in material.named)


def _in_few_words(material: Material, brief: Sequence[Line]) -> list[Line]:
    if sum(sentence.kind == "step" for sentence in material.plain.sentences) > 1:
        return _few_steps(material)
    best = _best_lines(material, besides=brief)
    return _within([*best, *brief], SHORT) if best else []


def deeper(material: Material) -> Extract:
    """What the plain answer did not say: of its terms what they are, how they work, why they matter and
    their mistakes; then the rest of the passages that it cites, and what follows them."""
    asked = understood(material.question, material.passages, material.rarity)
    of_terms = [part for chunks in material.subjects for part in _further(chunks)]
    around = [part for chunk in _around(material, asked) for part in paragraphs(chunk)]
    first, then = (of_terms, around) if material.asks_what else (around, of_terms)
    chosen = _filled(first, material.told, asked, _FIRST_SHARE)
    for rest in (then, first):
        lines = [*material.told, *map(said, chosen)]
        chosen += _filled(rest, lines, asked, LONG - _cost(chosen))
    return _cited(chosen)


def example(material: Material) -> Extract:
    """The examples of the first of its terms that has any, else those that its lessons give."""
    asked = understood(material.question, material.passages, material.rarity)
    everyday = [part for chunks in material.subjects for part in _sections(chunks, (_EVERYDAY,))]
    if material.asks_what and len(material.named) > 1 and everyday:
        return _cited(_filled(everyday, (), asked, MIDDLE))
    for chunks in material.terms:
        if chosen := _filled(_sections(chunks, (_EVERYDAY, _EXAMPLE)), (), asked, MIDDLE):
            return _cited(chosen)
    headed = [chunk for chunk in _around(material, asked) if any(map(_EXAMPLE.search, chunk.heading))]
    parts = [part for chunk in headed for part in paragraphs(chunk)]
    return _cited(_filled(parts, (), asked, MIDDLE) or _examples_within(material, asked))


def _few_steps(material: Material) -> list[Line]:
    """Steps of its term that are few and short."""
    parts = (part for chunks in material.subjects for part in _sections(chunks, _DEEPER[:1]))
    steps = [part.lines for part in parts if part.kind == "step" and _cost(part.lines) <= SHORT + 60]
    return list(steps[0]) if steps and material.named else []


def _in_short(chunks: Sequence[Chunk]) -> list[Line]:
    first = next(filter(_is_brief, chunks), chunks[0])
    return [line for part in paragraphs(first) for line in part.lines if part.kind == "prose"]


def _sections(chunks: Sequence[Chunk], wanted: Sequence[re.Pattern[str]]) -> list[Paragraph]:
    """Of each kind of heading in turn; a chunk that two kinds want comes once."""
    found = dict.fromkeys(
        chunk for kind in wanted for chunk in chunks if any(map(kind.search, chunk.heading))
    )
    return [part for chunk in found for part in paragraphs(chunk)]


def _further(chunks: Sequence[Chunk]) -> list[Paragraph]:
    """All sections but examples and what a term is good for in a career; in the order of a lesson."""
    brief = [part for chunk in chunks if _is_brief(chunk) for part in paragraphs(chunk)]
    known = [*brief, *_sections(chunks, _DEEPER)]
    rest = (chunk for chunk in chunks if not any(map(_ASIDE.search, chunk.heading)))
    return list(dict.fromkeys([*known, *(part for chunk in rest for part in paragraphs(chunk))]))


def _is_brief(chunk: Chunk) -> bool:
    return not chunk.heading or any(map(_IN_SHORT.search, chunk.heading))


def _around(material: Material, asked: Asked) -> list[Chunk]:
    """Of each cited lesson: its cited chunks, then what follows them and the rest of what was found of it,
    as far as that is about the question."""
    cited = [one.chunk for one in material.plain.citations]
    retrieved = {passage.chunk.id for passage in material.passages}
    found: dict[str, Chunk] = {}
    for chunks in material.lessons:
        own = [chunk for chunk in chunks if chunk.id in cited]
        after = [chunk for one in own for chunk in chunks if 0 < chunk.position - one.position <= _FOLLOWING]
        rest = [chunk for chunk in chunks if chunk.id in retrieved]
        near = {one.heading for one in own if one.id == cited[0] and one.heading}
        found |= {
            chunk.id: chunk
            for chunk in (*own, *after, *rest)
            if chunk.id == cited[0] or chunk.heading in near or _is_about(chunk, asked)
            if not any(map(_CHORES.search, chunk.heading[-1:]))
        }
    return list(found.values())


def _is_about(chunk: Chunk, asked: Asked) -> bool:
    return asked.share(_stems(*chunk.heading, chunk.text)) >= _ABOUT_IT


def _filled(parts: Iterable[Paragraph], told: Sequence[str], asked: Asked, room: int) -> list[Line]:
    """What fits of the parts, in their order, and was not told before."""
    chosen: list[Line] = []
    for part in parts:
        before = (*told, *map(said, chosen))
        fresh = part.without(partial(_told_before, before=before))
        once = {said(line): line for line in reversed(fresh)}
        whole = _standing(part, [line for line in fresh if once[said(line)] is line], asked)
        chosen += part.cut(whole, room - _cost(chosen), _cost)
    return chosen


def _told_before(line: Line, *, before: Sequence[str]) -> bool:
    return _repeated(said(line), before)


def _standing(part: Paragraph, lines: Sequence[Line], asked: Asked) -> list[Line]:
    """The lines that can be read without what was left out: where one leans on the line ahead of its
    paragraph, that is told again; inside, what follows a gap must name what was asked about."""
    kept: list[Line] = []
    for line in lines:
        leaning = leans(line.piece.text, asked.weights.keys())
        if line is part.lines[0]:
            ahead = [line.before] if leaning and line.before and line.before.whole else []
            kept += [*ahead, line] if ahead or not leaning else []
        elif part.kind != "prose" or line.before in kept or _names(line, asked, leaning):
            kept.append(line)
    return kept


def _names(line: Line, asked: Asked, leaning: bool) -> bool:
    return not leaning and bool(_stems(line.piece.text) & asked.weights.keys())


def _examples_within(material: Material, asked: Asked) -> list[Line]:
    """Sentences that begin or hold an example of what was asked, the most to the point first."""
    chunks = chain((passage.chunk for passage in material.passages[:5]), _around(material, asked))
    ranked: list[tuple[float, Line]] = []
    for chunk in dict.fromkeys(chunks):
        for part in paragraphs(chunk):
            ranked += [(_to_the_point(line, asked), line) for line in part.lines if _exemplifies(line, asked)]
    best = sorted((one for one in ranked if one[0] >= _ABOUT_IT), key=lambda one: -one[0])
    chosen: list[Line] = []
    for _, line in best[:_EXAMPLES_TOLD]:
        needs = _INSTANCE.match(line.piece.text) or leans(line.piece.text, asked.weights.keys())
        bundle = [line.before, line] if needs and line.before else [] if needs else [line]
        fresh = [one for one in bundle if one and one not in chosen]
        if bundle and _cost([*chosen, *fresh]) <= MIDDLE:
            chosen += fresh
    return chosen


def _exemplifies(line: Line, asked: Asked) -> bool:
    """By its words, or by naming some of what was asked about."""
    kinds = " ".join(found["kind"] for found in _SUCH_AS.finditer(line.piece.text))
    named = asked.share(_stems(kinds)) > _ABOUT_IT
    return line.whole and (named or bool(_MARKERS.search(line.piece.text)))


def _to_the_point(line: Line, asked: Asked) -> float:
    before = line.before.piece.text if line.before else ""
    return asked.share(_stems(line.piece.text)) + asked.share(_stems(before, line.piece.text)) / 2


def _stems(*texts: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(content, texts)))


def _repeated(text: str, others: Iterable[str]) -> bool:
    own = _stems(text)
    return any(text == other or len(own & _stems(other)) >= 0.8 * len(own) for other in others)


def _best_lines(material: Material, *, besides: Sequence[Line]) -> list[Line]:
    """Of the plain answer the sentence that answers best, and one of the same passage that is nearly as
    good; only such as stand alone, are short and say something else than what is told `besides`."""
    asked = understood(material.question, material.passages, material.rarity)
    lines = {
        (at, said(line)): line
        for at, passage in enumerate(material.passages)
        for part in paragraphs(passage.chunk)
        for line in part.lines
        if not line.leads and not _repeated(said(line), map(said, besides))
    }
    fitting = [
        (
            spot.score + _SUITS * suits(asked.sort, spot.said, material.question),
            lines[spot.passage, spot.said],
        )
        for spot in spots(asked, material.passages)
        if spot.said in material.told and (spot.passage, spot.said) in lines
        if not spot.leans and len(spot.said) <= SHORT - _MARK
    ]
    if not fitting:
        return []
    most, best = max(fitting, key=lambda one: one[0])
    near = [
        line
        for score, line in sorted(fitting, key=lambda one: -one[0])
        if line != best and line.chunk == best.chunk and score > most - _NEARLY
    ]
    return sorted(_within([best, *near[:1]], SHORT), key=lambda one: one.at)


def _within(lines: Iterable[Line], limit: int) -> list[Line]:
    chosen: list[Line] = []
    for line in lines:
        if chosen and _cost([*chosen, line]) > limit:
            break
        chosen.append(line)
    return chosen


def _cost(lines: Iterable[Line]) -> int:
    return sum(len(said(line)) + _MARK for line in lines)


def _cited(lines: Sequence[Line]) -> Extract:
    numbers = {chunk: n for n, chunk in enumerate(dict.fromkeys(line.chunk for line in lines), start=1)}
    # Back in the order of their chunks: what was put in last may stand between others.
    lines = sorted(lines, key=lambda line: (numbers[line.chunk], line.at))
    sentences = tuple(Sentence(said(line), (numbers[line.chunk],), line.kind) for line in lines)
    quotes = {chunk: " ".join(line.piece.text for line in lines if line.chunk == chunk) for chunk in numbers}
    return Extract(
        sentences, tuple(citation(Passage(chunk, 0.0), n, quotes[chunk]) for chunk, n in numbers.items())
    )
