"""cards -> how a learner wants to study, and when their daily DM is due"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "habits",
        sa.Column("learner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("new_a_day", sa.Integer, nullable=False),
        sa.Column("reviews_a_day", sa.Integer, nullable=False),
        sa.Column("retention", sa.Double, nullable=False),
        sa.Column("daily", sa.Integer),
        *[_key(name) for name in ("platform", "space", "channel")],
        *[_moment(name) for name in ("paused_from", "paused_until")],
        *[_flag(name) for name in ("closed", "listed")],
        *[_moment(name) for name in ("next_at", "claimed", "leased_until")],
        sa.PrimaryKeyConstraint("learner", name="pk_habits"),
        sa.ForeignKeyConstraint(["learner"], ["learners.id"], name="fk_habits_learner", ondelete="CASCADE"),
    )
    op.create_index("ix_habits_next_at", "habits", ["next_at"])


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
