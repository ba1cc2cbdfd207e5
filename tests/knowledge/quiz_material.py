"""A small library of the tests' own: nine terms of baking, and a lesson on bread"""

from knowledge.models import (
    Change,
    Chunk,
    ChunkId,
    Lesson,
    Library,
    LibraryId,
    Question,
    RelatedTerm,
    Section,
    Term,
    TermSection,
)
from tests.fakes.memory_catalogue import MemoryCatalogue

BAKING = LibraryId("baking")

_DEFINITIONS = {
    "Proofing": "Proofing is the last rest of a shaped loaf, in which gas lifts it before the oven.",
    "Kneading": "Kneading is the working of wet flour by hand until long strands of gluten line up.",
    "Autolyse": "Autolyse is a pause of half an hour after flour meets water, before salt goes in.",
    "Scoring": "Scoring is the cutting of a raw crust with a blade, so that steam leaves where it should.",
    "Poolish": "Poolish is a wet starter of equal weights of flour and water, left for a night.",
    "Oven spring": "Oven spring is the sudden growth of a loaf in the first minutes of heat.",
    "Crumb": "The crumb is the soft inside of a baked loaf, with all of its holes.",
    "Levain": "Levain is a piece of ripe sourdough culture that raises the next batch.",
    "Hydration": "Hydration is the weight of water as a share of the weight of flour.",
}
_LESSON = """Bread asks for patience.

**Lamination** is the folding of butter into thin sheets, as in a croissant.

## How it works, step by step

1. Weigh the flour and the water
2. Mix until no dry spot is left
3. Fold every half an hour
4. Bake on a hot stone
"""


def authored(n: int) -> Question:
    return Question(
        id=f"authored-{n}",
        kind="choice",
        prompt=f"Which flour goes into loaf number {n}?",
        answer=(f"rye {n}",),
        options=(f"rye {n}", f"spelt {n}", f"oat {n}"),
        why="It says so on the bag.",
        library=BAKING,
        source="lessons/bread.md",
        authored=True,
    )


def bread(*questions: Question) -> Lesson:
    sections = (
        Section((), _LESSON.split("## ")[0]),
        Section(("How it works, step by step",), "## " + _LESSON.split("## ")[1]),
    )
    return Lesson(
        BAKING, "lessons/bread.md", "bread", "Bread at home", sections, track="Basics", questions=questions
    )


def terms() -> tuple[Term, ...]:
    made = [
        Term(BAKING, f"terms.md#{name.lower()}", name, (TermSection("", text),), category="Bread")
        for name, text in _DEFINITIONS.items()
    ]
    leaven = Term(
        BAKING,
        "terms.md#leaven",
        "Mother dough",
        (TermSection("", "A living mix of wild yeast and bacteria that is fed every day."),),
        aliases=("Chef",),
        category="Bread",
        related=(RelatedTerm("Levain", "another name for it"),),
    )
    return (*made, leaven)


def chunks_of(lesson: Lesson) -> tuple[Chunk, ...]:
    """One for each section."""
    return tuple(
        Chunk(ChunkId(f"{n:032x}"), BAKING, lesson.source, lesson.title, it.heading, it.text, n, f"hash {n}")
        for n, it in enumerate(lesson.sections)
    )


async def baking(*questions: Question) -> MemoryCatalogue:
    catalogue, lesson = MemoryCatalogue(), bread(*questions)
    await catalogue.switch(
        Change(Library(BAKING, "Baking"), lessons=(lesson,), terms=terms(), chunks=chunks_of(lesson))
    )
    return catalogue
