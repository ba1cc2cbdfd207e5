"""Lesson | Term -> chunks with heading paths"""

from knowledge.models import Chunk, Lesson, Term


def chunks_of_lesson(lesson: Lesson) -> tuple[Chunk, ...]:
    """In order; joint and text of all, joined, are the lesson's sections joined. Empty for a blank lesson."""
    raise NotImplementedError


def chunks_of_term(term: Term) -> tuple[Chunk, ...]:
    """In order; `title` is the term's name. A short term is one chunk, with its sections' headings in the text."""
    raise NotImplementedError


def embedded_text(chunk: Chunk) -> str:
    """What is embedded of a chunk: title, heading path and text. Chunk.embedded is its SHA-256."""
    raise NotImplementedError
