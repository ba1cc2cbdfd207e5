"""private conversations -> cards, and each review of them"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _cards()
    _reviews()


def _cards() -> None:
    op.create_table(
        "cards",
        _number("id"),
        _number("learner"),
        *[_key(name) for name in ("space", "digest", "library", "source")],
        *[_text(name) for name in ("heading", "kind", "name", "front", "back", "made_from", "accept", "why")],
        *_memory(),
        _count("reviews"),
        _count("lapses"),
        _flag("suspended"),
        _flag("retired"),
        _moment("buried_until", nullable=True),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        _foreign("cards", "learner", "learners.id"),
        sa.UniqueConstraint("learner", "digest", name="uq_cards_learner_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cards_learner_due", "cards", ["learner", "due"])


def _reviews() -> None:
    op.create_table(
        "card_reviews",
        _number("id"),
        _number("card"),
        sa.Column("n", sa.Integer, nullable=False),
        _number("learner"),
        _text("rating"),
        _moment("at"),
        *_memory(),
        sa.PrimaryKeyConstraint("id", name="pk_card_reviews"),
        _foreign("card_reviews", "card", "cards.id"),
        _foreign("card_reviews", "learner", "learners.id"),
        sa.UniqueConstraint("card", "n", name="uq_card_reviews_card_n"),
    )
    op.create_index("ix_card_reviews_learner_at", "card_reviews", ["learner", "at"])


def _memory() -> tuple[sa.Column[datetime] | sa.Column[str] | sa.Column[float] | sa.Column[int], ...]:
    return (
        _moment("due", nullable=True),
        _moment("last_review", nullable=True),
        sa.Column("state", sa.Text),
        sa.Column("stability", sa.Double),
        sa.Column("difficulty", sa.Double),
        sa.Column("step", sa.Integer),
    )


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
