"""nothing -> libraries, their sources, lessons, terms and chunks"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _libraries()
    _lessons()
    _terms()
    _chunks()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _to_libraries(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["library"], ["libraries.slug"], name=f"fk_{table}_library", ondelete="CASCADE"
    )


def _to_lessons(table: str) -> sa.ForeignKeyConstraint:
    columns = ["library", "source"]
    name = f"fk_{table}_library_source"
    return sa.ForeignKeyConstraint(
        columns, [f"lessons.{column}" for column in columns], name=name, ondelete="CASCADE"
    )


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _libraries() -> None:
    op.create_table(
        "libraries",
        _key("slug"),
        _text("title"),
        _text("language"),
        _text("embedder"),
        sa.Column("dimension", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        _text("roots"),
        _text("tracks"),
        sa.Column("hints_only", sa.Boolean, nullable=False),
        sa.Column("swept", sa.Boolean, nullable=False),
        _text("calibration"),
        _primary("libraries", "slug"),
    )
    op.create_table(
        "sources",
        _key("library"),
        _key("source"),
        _text("root"),
        _text("content_hash"),
        _primary("sources", "library", "source"),
        _to_libraries("sources"),
    )


def _lessons() -> None:
    op.create_table(
        "lessons",
        _key("library"),
        _key("source"),
        _text("slug"),
        _text("title"),
        _text("track"),
        sa.Column("order", sa.Double),
        sa.Column("minutes", sa.Integer, nullable=False),
        *map(_text, ["url", "summary", "terms", "requires", "related", "challenges", "steps"]),
        _primary("lessons", "library", "source"),
        _to_libraries("lessons"),
    )
    for table, columns in (("sections", ["heading", "text"]), ("questions", ["question"])):
        op.create_table(
            table,
            _key("library"),
            _key("source"),
            sa.Column("position", sa.Integer, nullable=False),
            *map(_text, columns),
            _primary(table, "library", "source", "position"),
            _to_lessons(table),
        )


def _terms() -> None:
    op.create_table(
        "terms",
        _key("library"),
        _key("source"),
        *map(_text, ["name", "aliases", "category", "definition", "sections", "related", "url"]),
        _key("file"),
        _primary("terms", "library", "source"),
        _to_libraries("terms"),
    )
    op.create_index("ix_terms_library_file", "terms", ["library", "file"])
    op.create_table(
        "term_neighbours",
        _key("library"),
        _key("source"),
        _text("nearest"),
        _primary("term_neighbours", "library", "source"),
        _to_libraries("term_neighbours"),
    )


def _chunks() -> None:
    op.create_table(
        "chunks",
        _key("id"),
        _key("library"),
        _key("source"),
        _text("title"),
        _text("heading"),
        _text("text"),
        sa.Column("position", sa.Integer, nullable=False),
        *map(_text, ["embedded", "kind", "url", "joint"]),
        _key("file"),
        _primary("chunks", "library", "id"),
        _to_libraries("chunks"),
    )
    op.create_index("ix_chunks_library_source_position", "chunks", ["library", "source", "position"])
    op.create_index("ix_chunks_library_file", "chunks", ["library", "file"])
