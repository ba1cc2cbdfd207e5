"""a course as it was, and as it is a term later: texts made from numbers, so that any two lessons differ"""

from pathlib import Path
from random import Random
from shutil import copytree, rmtree

_NOUNS = "network layer weight gradient prompt token loss sample label feature teacher student task".split()  # noqa: SIM905 - reads better
_VERBS = "keeps learns moves freezes copies narrows widens shares forgets measures".split()  # noqa: SIM905 - reads better

TERMS = ("Fine-tuning", "Pre-training", "Overfitting", "Pruning", "Distillation", "Prompting")


def as_it_was(folder: Path) -> Path:
    _write(folder / "course.yaml", "title: A year\ntracks: [One, Two]\n")
    for number in range(12):
        _lesson(folder, number, edition=1)
    for name in TERMS[:5]:
        _term(folder, name, edition=1)
    _write(folder / "glossary/ft.md", "---\nterm: FT\n---\nSee Fine-tuning.\n")
    return folder


def as_it_is(former: Path, folder: Path) -> Path:
    """Changed, gone, renamed, new; and all of it under the path that `former` had."""
    copytree(former, folder)
    for number in (0, 1):
        (folder / f"lessons/{number:02}.md").unlink()
    (folder / "lessons/02.md").rename(folder / "lessons/renamed.md")
    for number in (3, 4, 5, *range(20, 34)):
        _lesson(folder, number, edition=2)
    _term(folder, TERMS[0], edition=2)
    _term(folder, TERMS[5], edition=2)
    _write(folder / "glossary/ft.md", "---\nterm: FT\n---\nSee Pre-training.\n")
    _write(folder / "course.yaml", "title: Another year\ntracks: [Two, One]\n")
    return folder


def put(version: Path, root: Path) -> None:
    rmtree(root, ignore_errors=True)
    copytree(version, root)


def _lesson(folder: Path, number: int, edition: int) -> None:
    random = Random(number * 10 + edition)
    parts = [f"---\ntrack: {'One' if number % 2 else 'Two'}\n---\n# Lesson {number}\n"]
    parts += [f"\n## Part {part}\n\n{_prose(random, number, edition)}\n" for part in range(5)]
    _write(folder / f"lessons/{number:02}.md", "".join(parts))


def _prose(random: Random, number: int, edition: int) -> str:
    sentences = (
        f"In edition {edition} the {random.choice(_NOUNS)} of lesson {number} {random.choice(_VERBS)} "
        f"the {random.choice(_NOUNS)} x{random.randrange(10**6)}."
        for _ in range(4)
    )
    return " ".join(sentences)


def _term(folder: Path, name: str, edition: int) -> None:
    random = Random(f"{name}{edition}")
    _write(folder / f"glossary/{name.lower()}.md", f"---\nterm: {name}\n---\n{_prose(random, 99, edition)}\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
