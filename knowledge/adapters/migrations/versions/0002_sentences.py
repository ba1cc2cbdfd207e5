"""chunks -> the vectors of their sentences beside them"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sentence_vectors",
        _key("library"),
        _key("embedder"),
        _key("chunk"),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("library", "embedder", "chunk", name="pk_sentence_vectors"),
        sa.ForeignKeyConstraint(
            ["library"], ["libraries.slug"], name="fk_sentence_vectors_library", ondelete="CASCADE"
        ),
    )


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)
