"""links -> questions without an answer know who asked, so that they go with them"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_INDEX = "ix_unanswered_space_at"
_WHO = "fk_unanswered_learner"


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _made_anew()
    else:
        op.add_column("unanswered", sa.Column("learner", sa.BigInteger()))
        op.create_foreign_key(_WHO, "unanswered", "learners", ["learner"], ["id"], ondelete="CASCADE")
    op.create_index("ix_unanswered_learner", "unanswered", ["learner"])


def _made_anew() -> None:
    """SQLite adds no foreign key to a table that is there. The numbers go on where they were."""
    op.drop_index(_INDEX, "unanswered")
    op.rename_table("unanswered", "unanswered_before")
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, nullable=False),
        *(_text(name) for name in ("space", "question", "reasons")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learner", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        _to("fk_unanswered_space", "space", "spaces.id"),
        _to(_WHO, "learner", "learners.id"),
        sqlite_autoincrement=True,
    )
    columns = "id, space, question, reasons, at"
    op.execute(f"INSERT INTO unanswered ({columns}) SELECT {columns} FROM unanswered_before ORDER BY id")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'unanswered'")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq)"
        " SELECT 'unanswered', seq FROM sqlite_sequence WHERE name = 'unanswered_before'"
    )
    op.drop_table("unanswered_before")
    op.create_index(_INDEX, "unanswered", ["space", "at"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _to(name: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE")
