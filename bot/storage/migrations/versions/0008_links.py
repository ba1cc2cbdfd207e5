"""card reports -> codes that join a learner's two records; a space's cards are found by their space"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "link_codes",
        _key("digest"),
        _number("learner"),
        _moment("expires"),
        sa.PrimaryKeyConstraint("digest", name="pk_link_codes"),
        sa.UniqueConstraint("learner", name="uq_link_codes_learner"),
        _learner("link_codes"),
    )
    op.create_table(
        "link_tries",
        _number("learner"),
        _moment("since"),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("learner", name="pk_link_tries"),
        _learner("link_tries"),
    )
    op.create_index("ix_cards_space", "cards", ["space"])


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _learner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_learner"
    return sa.ForeignKeyConstraint(["learner"], ["learners.id"], name=name, ondelete="CASCADE")
