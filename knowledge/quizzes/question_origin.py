"""question + lesson -> the section, and the passage, that it stands on  (pure)"""

import math
from collections import Counter
from collections.abc import Sequence

from knowledge.models import Chunk, HeadingPath, Lesson, Question
from knowledge.quizzes.quiz_text import stems

_CLEARLY = 1.12
"""How many times the second best section's score the best one's must be."""
_SHARED = 0.3
"""Share of the question's words, by weight, that its section must hold."""
_FEWEST = 3
"""Two words may meet anywhere."""


def heading_of(question: Question, lesson: Lesson) -> HeadingPath:
    """The question's own, or that of the section whose words fit it best; empty where none clearly does."""
    sections = [section for section in lesson.sections if section.heading]
    if question.heading or not sections:
        return question.heading
    scores = _scores(question, [f"{' '.join(it.heading)} {it.text}" for it in sections])
    ranked = sorted(range(len(sections)), key=lambda n: (-scores[n], n))
    best = scores[ranked[0]]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return sections[ranked[0]].heading if best >= max(_SHARED, _CLEARLY * second) else ()


def passage_of(question: Question, chunks: Sequence[Chunk], heading: HeadingPath) -> Chunk | None:
    """Of the chunks under the heading, or of all where it has none, the one whose words fit best."""
    under = [chunk for chunk in chunks if heading and chunk.heading == heading] or list(chunks)
    if not under:
        return None
    scores = _scores(question, [chunk.text for chunk in under])
    return under[max(range(len(under)), key=lambda n: (scores[n], -n))]


def _scores(question: Question, texts: Sequence[str]) -> list[float]:
    """For each text the share of the question's words that it holds; what few texts hold weighs more."""
    asked = stems(" ".join((question.prompt, *question.answer, question.why)))
    held = [words if len(words := asked & stems(text)) >= _FEWEST else frozenset() for text in texts]
    found_in = Counter(word for words in held for word in words)
    weight = {word: math.log(1 + len(texts) / times) for word, times in found_in.items()}
    whole = sum(weight.values()) or 1.0
    return [sum(weight[word] for word in words) / whole for words in held]
