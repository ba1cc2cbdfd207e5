"""lessons + a language model -> more quiz questions, within a time limit; none where it fails"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace

from knowledge.errors import ModelUnavailable
from knowledge.models import Chunk, ChunkId, Lesson, Passage, Question, Section
from knowledge.planted import cleared
from knowledge.ports import ChatModel, Message, Used
from knowledge.prompt import quiz_messages
from knowledge.quizzes.model_questions import distinct, drafts, grounded
from knowledge.quizzes.quiz_text import plain
from knowledge.writing import ended

_REQUESTS = 3
_SHORTEST, _LONGEST = 120, 2_500
_LONGEST_REPLY = 4_000
_CHARACTERS_A_TOKEN = 4


class QuestionWriter:
    """For one quiz. `tokens` are what it has cost so far, `asked` whether the model was asked at all.
    `seconds` are for all requests together."""

    def __init__(self, chat: ChatModel, *, seconds: float = 15.0) -> None:
        self._chat, self._seconds = chat, seconds
        self.tokens, self.asked = 0, False

    async def more(
        self, lessons: Sequence[Lesson], before: Sequence[Question], count: int, seed: int
    ) -> tuple[Question, ...]:
        """At most `count` questions beside those `before`; fewer, or none, where the model has no good ones,
        fails or is slow."""
        found: list[Question] = []
        try:
            async with asyncio.timeout(self._seconds):
                for lesson, section in _sections(lessons, seed):
                    reply = await self._reply(quiz_messages(lesson.title, plain(section.text)))
                    made = await asyncio.to_thread(_kept, reply, lesson, section)
                    found += distinct(made, (*before, *found))
                    if len(found) >= count:
                        break
        except (ModelUnavailable, TimeoutError):
            pass
        return tuple(found[:count])

    async def _reply(self, messages: Sequence[Message]) -> str:
        self.asked = True
        text, used = "", 0
        try:
            async with aclosing(ended(self._chat.stream(messages))) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Used):
                        used = piece.tokens
                    else:
                        text += piece or ""
                    if len(text) > _LONGEST_REPLY:
                        break
        finally:
            read = sum(len(one.text) for one in messages) if text else 0
            self.tokens += used or (read + len(text)) // _CHARACTERS_A_TOKEN
        return text


def _sections(lessons: Sequence[Lesson], seed: int) -> Iterator[tuple[Lesson, Section]]:
    """A few that have something to tell, without what is planted in them; the same ones for the same seed."""
    fit = [
        (lesson, section)
        for lesson in lessons
        for section in lesson.sections
        if _SHORTEST <= len(plain(section.text)) <= _LONGEST
    ]
    for lesson, section in random.Random(f"written:{seed}").sample(fit, min(_REQUESTS, len(fit))):
        text = cleared(Passage(_chunk(lesson, section), 1.0), "").chunk.text
        yield lesson, replace(section, text=text)


def _kept(reply: str, lesson: Lesson, section: Section) -> list[Question]:
    passage = Passage(_chunk(lesson, replace(section, text=plain(section.text))), 1.0)
    made = [grounded(draft, lesson, section, passage) for draft in drafts(reply)]
    return [question for question in made if question is not None]


def _chunk(lesson: Lesson, section: Section) -> Chunk:
    return Chunk(
        ChunkId(""), lesson.library, lesson.source, lesson.title, section.heading, section.text, 0, ""
    )
