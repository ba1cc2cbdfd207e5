"""The catalogue's tables. Columns bear the names of the values' fields, in their order"""

from collections.abc import Mapping

import sqlalchemy as sa

from knowledge.adapters.columns import NAMES, Kept, Key, Words, required
from knowledge.models import Challenge, Question, RelatedTerm, Step, TermSection

metadata = sa.MetaData(naming_convention=NAMES)

Strings = Kept(tuple[str, ...])


def _of_a_library() -> sa.Column[str]:
    return sa.Column("library", Key, sa.ForeignKey("libraries.slug", ondelete="CASCADE"), primary_key=True)


def _of_a_lesson() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["library", "source"], ["lessons.library", "lessons.source"], ondelete="CASCADE"
    )


libraries = sa.Table(
    "libraries",
    metadata,
    sa.Column("slug", Key, primary_key=True),
    required("title", Words),
    required("language", Words),
    required("embedder", Words),
    required("dimension", sa.Integer),
    required("generation", sa.Integer),
    required("roots", Strings),
    required("tracks", Strings),
    required("hints_only", sa.Boolean),
    required("swept", sa.Boolean),
    required("calibration", Kept(Mapping[str, float])),
)

sources = sa.Table(
    "sources",
    metadata,
    _of_a_library(),
    sa.Column("source", Key, primary_key=True),
    required("root", Words),
    required("content_hash", Words),
)

lessons = sa.Table(
    "lessons",
    metadata,
    _of_a_library(),
    sa.Column("source", Key, primary_key=True),
    required("slug", Words),
    required("title", Words),
    required("track", Words),
    sa.Column("order", sa.Double),
    required("minutes", sa.Integer),
    required("url", Words),
    required("summary", Words),
    required("terms", Strings),
    required("requires", Strings),
    required("related", Strings),
    required("challenges", Kept(tuple[Challenge, ...])),
    required("steps", Kept(tuple[Step, ...])),
)

sections = sa.Table(
    "sections",
    metadata,
    sa.Column("library", Key, primary_key=True),
    sa.Column("source", Key, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    required("heading", Strings),
    required("text", Words),
    _of_a_lesson(),
)

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("library", Key, primary_key=True),
    sa.Column("source", Key, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    required("question", Kept(Question)),
    _of_a_lesson(),
)

terms = sa.Table(
    "terms",
    metadata,
    _of_a_library(),
    sa.Column("source", Key, primary_key=True),
    required("name", Words),
    required("aliases", Strings),
    required("category", Words),
    required("definition", Words),
    required("sections", Kept(tuple[TermSection, ...])),
    required("related", Kept(tuple[RelatedTerm, ...])),
    required("url", Words),
    required("file", Key),
    sa.Index(None, "library", "file"),
)

term_neighbours = sa.Table(
    "term_neighbours",
    metadata,
    _of_a_library(),
    sa.Column("source", Key, primary_key=True),
    required("nearest", Strings),
)

chunks = sa.Table(
    "chunks",
    metadata,
    required("id", Key),
    required("library", Key, sa.ForeignKey("libraries.slug", ondelete="CASCADE")),
    required("source", Key),
    required("title", Words),
    required("heading", Strings),
    required("text", Words),
    required("position", sa.Integer),
    required("embedded", Words),
    required("kind", Words),
    required("url", Words),
    required("joint", Words),
    required("file", Key),
    sa.PrimaryKeyConstraint("library", "id"),
    sa.Index(None, "library", "source", "position"),
    sa.Index(None, "library", "file"),
)

# An index as the vectors are: it may hold what the catalogue does not know, and is swept.
sentence_vectors = sa.Table(
    "sentence_vectors",
    metadata,
    _of_a_library(),
    sa.Column("embedder", Key, primary_key=True),
    sa.Column("chunk", Key, primary_key=True),
    required("packed", sa.LargeBinary),
)
