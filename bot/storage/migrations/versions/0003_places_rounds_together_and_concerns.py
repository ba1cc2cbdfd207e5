"""what is spent -> places that are joined and left, rounds played together, and what teachers look at"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _places()
    _rounds_together()
    _unhelpful()
    _reported()
    if op.get_context().dialect.name == "sqlite":
        _never_number_twice()


def _places() -> None:
    op.add_column("spaces", _flag("joined"))
    op.add_column("spaces", _moment("left_at", nullable=True))
    op.create_table("lent_libraries", _key("library"), _primary("lent_libraries", "library"))
    op.create_table(
        "lendings",
        _key("library"),
        _key("space"),
        _primary("lendings", "library", "space"),
        _foreign("lendings", "library", "lent_libraries.library"),
        _foreign("lendings", "space", "spaces.id"),
    )
    op.create_index("ix_lendings_space", "lendings", ["space"])
    op.create_table("marks", _key("name"), _text("value"), _primary("marks", "name"))
    op.drop_index("ix_conversations_space", "conversations")
    op.create_index("ix_conversations_space_channel", "conversations", ["space", "channel"])


def _rounds_together() -> None:
    op.add_column("quiz_responses", sa.Column("points", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "live_rounds",
        _number("round"),
        _key("space"),
        _text("channel"),
        _text("thread"),
        _whole("number"),
        _moment("asked_at", nullable=True),
        _text("message"),
        _whole("seconds"),
        _primary("live_rounds", "round"),
        _foreign("live_rounds", "round", "quiz_rounds.id"),
        _foreign("live_rounds", "space", "spaces.id"),
        sa.UniqueConstraint("space", "channel", name="uq_live_rounds_space_channel"),
    )


def _unhelpful() -> None:
    op.add_column("feedback", _flag("dismissed"))
    op.create_table(
        "unhelpful_turns",
        _number("id"),
        _number("conversation"),
        _whole("turn"),
        _primary("unhelpful_turns", "id"),
        sa.ForeignKeyConstraint(
            ["conversation", "turn"],
            ["turns.conversation", "turns.n"],
            name="fk_unhelpful_turns_conversation_turn",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("conversation", "turn", name="uq_unhelpful_turns_conversation_turn"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO unhelpful_turns (conversation, turn)"
        " SELECT DISTINCT conversation, turn FROM feedback WHERE NOT helpful ORDER BY conversation, turn"
    )


def _reported() -> None:
    op.create_table(
        "reported_questions",
        _number("id"),
        _key("space"),
        _key("name"),
        _text("question"),
        _primary("reported_questions", "id"),
        _foreign("reported_questions", "space", "spaces.id"),
        sa.UniqueConstraint("space", "name", name="uq_reported_questions_space_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        _number("round"),
        _whole("number"),
        _number("learner"),
        _number("question"),
        _moment("at"),
        _flag("dismissed"),
        _primary("reports", "round", "number", "learner"),
        _foreign("reports", "round", "quiz_rounds.id"),
        _foreign("reports", "learner", "learners.id"),
        _foreign("reports", "question", "reported_questions.id"),
    )
    op.create_index("ix_reports_learner", "reports", ["learner"])
    op.create_index("ix_reports_question", "reports", ["question"])


def _never_number_twice() -> None:
    """SQLite keeps count of numbers given only where the table was made so; PostgreSQL always does."""
    op.drop_index("ix_unanswered_space_at", "unanswered")
    op.rename_table("unanswered", "unanswered_before")
    op.create_table(
        "unanswered",
        _number("id"),
        _key("space"),
        _text("question"),
        _text("reasons"),
        _moment("at"),
        _primary("unanswered", "id"),
        _foreign("unanswered", "space", "spaces.id"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO unanswered (id, space, question, reasons, at)"
        " SELECT id, space, question, reasons, at FROM unanswered_before ORDER BY id"
    )
    op.drop_table("unanswered_before")
    op.create_index("ix_unanswered_space_at", "unanswered", ["space", "at"])


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
