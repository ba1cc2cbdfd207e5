"""what knowledge gives -> the JSON that scripts read  (pure)"""

import json
from collections.abc import Sequence

from knowledge.models import Answer, Match, Passage, Question, Term

Json = dict[str, object]
_BREAKS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}


def line(value: Json) -> str:
    """One line with no line break inside, not even one of those that only Unicode knows."""
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)


def failure(query: str, error: str, hint: str) -> Json:
    return {"query": query, "error": error, "hint": hint}


def answer(answer: Answer, seconds: float) -> Json:
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "citations": [
            {
                "n": one.n,
                "title": one.title,
                "heading": list(one.heading),
                "source": one.source,
                "url": one.url,
                "quote": one.quote,
            }
            for one in answer.citations
        ],
        "suggestions": [
            {"kind": one.kind, "title": one.title, "source": one.source} for one in answer.suggestions
        ],
        "composer": answer.composer,
        "seconds": round(seconds, 4),
        **({"remark": answer.remark} if answer.remark else {}),
    }


def definition(query: str, match: Match, term: Term | None) -> Json:
    return {
        "query": query,
        "match": match.kind if term else "none",
        "term": term.name if term else None,
        "aliases": list(term.aliases) if term else [],
        "category": term.category if term else None,
        "sections": [{"heading": s.heading, "text": s.text} for s in term.sections] if term else [],
        "related": [{"term": one.term, "why": one.why} for one in term.related] if term else [],
        "source": term.source if term else None,
        "suggestions": list(match.suggestions),
    }


def passages(query: str, found: Sequence[Passage]) -> Json:
    return {
        "query": query,
        "passages": [
            {
                "source": one.chunk.source,
                "title": one.chunk.title,
                "heading": list(one.chunk.heading),
                "text": one.chunk.text,
                "score": one.score,
            }
            for one in found
        ],
    }


def questions(made: Sequence[Question]) -> Json:
    return {
        "questions": [
            {
                "id": one.id,
                "kind": one.kind,
                "prompt": one.prompt,
                "options": list(one.options),
                "answer": list(one.answer) if one.kind in ("several", "order") else one.answer[0],
                "accept": list(one.accept),
                "why": one.why,
                "source": one.source,
            }
            for one in made
        ]
    }
