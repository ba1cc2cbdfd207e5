"""an answer + the passages -> the same answer, and what another lesson says against it  (pure)"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.contradictions import contradict
from knowledge.extractive import LIMIT, citation
from knowledge.models import Answer, Chunk, ChunkId, Citation, Passage, Sentence
from knowledge.near_miss import NEAR
from knowledge.reading import read
from knowledge.sentences import pieces
from knowledge.vocabulary import content

_MARK = re.compile(r"(?:\s+|(?<=\w{3})|(?<=\W)|^)\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_LOOKED_THROUGH, _ALIKE = 8, 0.5


def both_sides(answer: Answer, passages: Sequence[Passage]) -> Answer:
    """The answer as it is where nothing contradicts it. Else the other side's sentence stands in it too,
    cited, and the remark says so. A model's sentences were read already: it is put behind them; else it
    follows what it contradicts, and what came last gives way to it. `answer` is complete."""
    by_id = {passage.chunk.id: passage.chunk for passage in passages[:_LOOKED_THROUGH]}
    for at, sentence in enumerate(answer.sentences):
        for one in _sources(answer, sentence, by_id):
            for passage, other in _elsewhere(sentence.text, by_id[one.chunk], passages[:_LOOKED_THROUGH]):
                if _told_against(sentence, one, other):
                    return _with(answer, at, passage, other)
    return answer


def unmarked(answer: Answer) -> Answer:
    """Without marks in the sentences themselves, such as a lesson's own "[2]": they would pass for ours."""
    if not any(_MARK.search(one.text) for one in answer.sentences):
        return answer
    sentences = tuple(replace(one, text=_MARK.sub("", one.text).strip()) for one in answer.sentences)
    return replace(answer, sentences=tuple(one for one in sentences if one.text))


def _sources(answer: Answer, sentence: Sentence, by_id: dict[ChunkId, Chunk]) -> Iterator[Citation]:
    return (one for one in answer.citations if one.n in sentence.citations and one.chunk in by_id)


def _elsewhere(text: str, chunk: Chunk, passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    """The sentences about the same in other lessons, and in other sections of the same one."""
    said = frozenset(content(text))
    for passage in passages:
        other = passage.chunk
        if (other.library, other.source, other.heading) != (chunk.library, chunk.source, chunk.heading):
            for one in read(other).pieces:
                if len(said & one.own) >= max(2, _ALIKE * min(len(said), len(one.own))):
                    yield passage, one.piece.text


def _told_against(sentence: Sentence, source: Citation, other: str) -> bool:
    """A model's sentence may be worded otherwise than the one that it stands on."""
    if contradict(sentence.text, other):
        return True
    own = [piece.text for piece in pieces(source.quote)]
    return sentence.text not in own and any(contradict(one, other) for one in own)


def _with(answer: Answer, at: int, passage: Passage, other: str) -> Answer:
    told = next((one for one in answer.sentences if one.text == other), None)
    if told:
        return _remarked(answer, answer.sentences[at], told)
    known = next((one for one in answer.citations if one.chunk == passage.chunk.id), None)
    cited = known or citation(passage, max(one.n for one in answer.citations) + 1, other)
    more = Sentence(other, (cited.n,))
    citations = answer.citations if known else (*answer.citations, cited)
    place = len(answer.sentences) if answer.composer == "model" else at + 1
    sentences = [*answer.sentences[:place], more, *answer.sentences[place:]]
    made = replace(answer, sentences=tuple(sentences), citations=citations)
    while answer.composer != "model" and len(made.text) > LIMIT and made.sentences[-1] != more:
        made = replace(made, sentences=made.sentences[:-1])
    if len(made.text) > LIMIT and answer.composer != "model":
        made = replace(made, sentences=(answer.sentences[at], more))
    return _remarked(_renumbered(made), answer.sentences[at], more)


def _renumbered(answer: Answer) -> Answer:
    """With the citations that its sentences still use, numbered from 1 as they come."""
    used = list(dict.fromkeys(n for sentence in answer.sentences for n in sentence.citations))
    numbers = {old: new for new, old in enumerate(used, start=1)}
    sentences = tuple(
        replace(one, citations=tuple(numbers[n] for n in one.citations)) for one in answer.sentences
    )
    by_n = {one.n: one for one in answer.citations}
    return replace(
        answer,
        sentences=sentences,
        citations=tuple(replace(by_n[old], n=new) for old, new in numbers.items()),
    )


def _remarked(answer: Answer, one: Sentence, other: Sentence) -> Answer:
    said = {sentence.text: sentence.citations[0] for sentence in answer.sentences}
    cited = sorted({said[one.text], said[other.text]})
    marks = " and ".join(f"[{n}]" for n in cited)
    by_n = {citation.n: citation for citation in answer.citations}
    who = "lessons" if len({by_n[n].source for n in cited}) > 1 else "passages"
    remark = f"Two {who} do not agree on this: see {marks}." if len(cited) > 1 else ""
    # What two lessons quarrel about they do speak of: it is not merely near.
    former = "" if remark and answer.remark == NEAR else answer.remark
    return replace(answer, remark=" ".join(filter(None, (former, remark))))
