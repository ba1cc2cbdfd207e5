"""who learns -> what a language model cost by day, and how fast each learner asks"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _spending("learner_spending", "learner", _number("learner"), "learners.id")
    _spending("space_spending", "space", _key("space"), "spaces.id")
    op.create_table(
        "paces",
        _number("learner"),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner", name="pk_paces"),
        _foreign("paces", "learner", "learners.id"),
    )


def _spending(table: str, whose: str, column: sa.Column[int] | sa.Column[str], target: str) -> None:
    op.create_table(
        table,
        column,
        sa.Column("day", sa.Date, nullable=False),
        _number("requests"),
        _number("tokens"),
        sa.PrimaryKeyConstraint(whose, "day", name=f"pk_{table}"),
        _foreign(table, whose, target),
    )


def _key(name: str) -> sa.Column[str]:
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
