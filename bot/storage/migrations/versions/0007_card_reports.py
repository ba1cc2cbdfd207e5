"""habits -> cards that somebody found something wrong with, beside the quiz questions"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "card_reports",
        _number("question"),
        _number("learner"),
        _key("made_from"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("question", "learner", "made_from", name="pk_card_reports"),
        _foreign("card_reports", "question", "reported_questions.id"),
        _foreign("card_reports", "learner", "learners.id"),
    )
    op.create_index("ix_card_reports_learner", "card_reports", ["learner"])


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
