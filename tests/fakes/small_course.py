"""A course of two lessons and four terms, small enough to hold in one's head"""

from knowledge.models import (
    Answer,
    Change,
    Chunk,
    ChunkId,
    Citation,
    Lesson,
    Library,
    LibraryId,
    RelatedTerm,
    Section,
    Sentence,
    SourceState,
    Suggestion,
    Term,
    TermSection,
)
from tests.fakes.memory_catalogue import MemoryCatalogue

COURSE = LibraryId("course")
WHY = "It needs less data because the early layers already know edges and textures."

TRANSFER = Lesson(
    COURSE,
    "lessons/transfer.md",
    "transfer",
    "Reusing a model",
    (
        Section((), "# Reusing a model\n\nA model that has learned one thing can help with another.\n\n"),
        Section(("Why it works",), f"## Why it works\n\n{WHY} The ImageNet weights are a usual start.\n\n"),
        Section(("How to do it",), "## How to do it\n\n1. Freeze the body.\n2. Train the head.\n"),
    ),
    track="Foundations",
    order=1,
    minutes=7,
    url="https://course.example/transfer",
    summary="What a model knows can be used again.",
    terms=("transfer learning", "TL"),
    related=("tuning",),
)
TUNING = Lesson(
    COURSE,
    "lessons/tuning.md",
    "tuning",
    "Fine-tuning step by step",
    (Section((), "Unfreeze the top and train on with a small learning rate.\n"),),
    track="Adapting models",
    order=2,
    minutes=1,
)
TERMS = (
    Term(COURSE, "g/fine.md", "Fine-tuning", (TermSection("", "Training a trained model further."),)),
    Term(COURSE, "g/layer.md", "Layer", (TermSection("", "One stage of a network."),)),
    Term(COURSE, "g/rate.md", "Learning rate", (TermSection("", "How far one step goes."),)),
    Term(
        COURSE,
        "g/transfer.md",
        "Transfer learning",
        (
            TermSection("In short", "Using what a model knows for another task."),
            TermSection("Common mistakes", "- freezing it all -> unfreeze the top layers"),
        ),
        aliases=("TL",),
        category="Training",
        related=(RelatedTerm("Fine-tuning", "where the carried knowledge is adapted"),),
    ),
)
CHUNK = Chunk(
    ChunkId("a" * 32),
    COURSE,
    TRANSFER.source,
    TRANSFER.title,
    ("Why it works",),
    f"{WHY} The ImageNet weights are a usual start.",
    1,
    "hash",
    url=TRANSFER.url,
)
CITATION = Citation(
    1, CHUNK.id, COURSE, TRANSFER.title, ("Why it works",), TRANSFER.source, TRANSFER.url, WHY
)


async def catalogue() -> MemoryCatalogue:
    made = MemoryCatalogue()
    sources = (*(lesson.source for lesson in (TRANSFER, TUNING)), *(term.source for term in TERMS))
    states = tuple(SourceState(source, "/course", "hash") for source in sources)
    library = Library(COURSE, "Course", tracks=("Foundations", "Adapting models"))
    await made.switch(Change(library, states, (TRANSFER, TUNING), TERMS, (CHUNK,)))
    return made


def answered(question: str, *, complete: bool = True) -> Answer:
    return Answer(question, question, (Sentence(WHY, (1,)),), (CITATION,), complete=complete)


def silent(question: str) -> Answer:
    near = (Suggestion("lesson", TRANSFER.title, TRANSFER.source), Suggestion("term", "Layer", "g/layer.md"))
    return Answer(question, question, reasons=("nothing near",), suggestions=near)
