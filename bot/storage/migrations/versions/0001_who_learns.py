"""nothing -> learners, spaces, conversations, quizzes, progress and what the teacher reads"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _people()
    _conversations()
    _quizzes()
    _progress()


def _key(name: str) -> sa.Column[str]:
    """Sorted by code point on every database; SQLite does so of itself."""
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _people() -> None:
    op.create_table("learners", _number("id"), _primary("learners", "id"), sqlite_autoincrement=True)
    op.create_table(
        "identities",
        _key("platform"),
        _key("user"),
        _text("name"),
        _number("learner"),
        _primary("identities", "platform", "user"),
        _foreign("identities", "learner", "learners.id"),
    )
    op.create_index("ix_identities_learner", "identities", ["learner"])
    op.create_table("spaces", _key("id"), _primary("spaces", "id"))
    op.create_table(
        "settings",
        _key("space"),
        _key("name"),
        _text("value"),
        _primary("settings", "space", "name"),
        _foreign("settings", "space", "spaces.id"),
    )
    op.create_table(
        "space_library",
        _key("space"),
        _key("library"),
        _primary("space_library", "space", "library"),
        _foreign("space_library", "space", "spaces.id"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        _number("id"),
        _key("space"),
        _text("channel"),
        _number("learner", nullable=True),
        _whole("turns"),
        _moment("last_at"),
        _primary("conversations", "id"),
        _foreign("conversations", "space", "spaces.id"),
        _foreign("conversations", "learner", "learners.id"),
        sqlite_autoincrement=True,
    )
    for column in ("space", "learner", "last_at"):
        op.create_index(f"ix_conversations_{column}", "conversations", [column])
    op.create_table(
        "turns",
        _number("conversation"),
        _whole("n"),
        _text("answer"),
        _text("libraries"),
        _moment("at"),
        _primary("turns", "conversation", "n"),
        _foreign("turns", "conversation", "conversations.id"),
    )
    op.create_table(
        "feedback",
        _number("conversation"),
        _whole("turn"),
        _number("learner"),
        _flag("helpful"),
        _moment("at"),
        _primary("feedback", "conversation", "turn", "learner"),
        _foreign("feedback", "learner", "learners.id"),
        sa.ForeignKeyConstraint(
            ["conversation", "turn"],
            ["turns.conversation", "turns.n"],
            name="fk_feedback_conversation_turn",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_feedback_learner", "feedback", ["learner"])


def _quizzes() -> None:
    op.create_table(
        "quiz_rounds",
        _number("id"),
        _key("space"),
        _text("channel"),
        _number("learner"),
        _text("topic"),
        _number("seed"),
        _text("questions"),
        _flag("ended"),
        _moment("opened_at"),
        _primary("quiz_rounds", "id"),
        _foreign("quiz_rounds", "space", "spaces.id"),
        _foreign("quiz_rounds", "learner", "learners.id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quiz_rounds_learner", "quiz_rounds", ["learner"])
    op.create_index("ix_quiz_rounds_space_channel_learner", "quiz_rounds", ["space", "channel", "learner"])
    op.create_table(
        "quiz_responses",
        _number("id"),
        _number("round"),
        _whole("number"),
        _number("learner"),
        _text("given"),
        _text("verdict"),
        _flag("overridden"),
        _moment("at", nullable=True),
        _primary("quiz_responses", "id"),
        _foreign("quiz_responses", "round", "quiz_rounds.id"),
        _foreign("quiz_responses", "learner", "learners.id"),
        sa.UniqueConstraint("round", "number", "learner", name="uq_quiz_responses_round_number_learner"),
    )
    op.create_index("ix_quiz_responses_learner", "quiz_responses", ["learner"])


def _progress() -> None:
    op.create_table(
        "lesson_progress",
        _number("learner"),
        _key("library"),
        _key("source"),
        _whole("section"),
        _flag("done"),
        sa.Column("best", sa.Double),
        sa.Column("last", sa.Double),
        _moment("at"),
        _primary("lesson_progress", "learner", "library", "source"),
        _foreign("lesson_progress", "learner", "learners.id"),
    )
    op.create_table(
        "unanswered",
        _number("id"),
        _key("space"),
        _text("question"),
        _text("reasons"),
        _moment("at"),
        _primary("unanswered", "id"),
        _foreign("unanswered", "space", "spaces.id"),
    )
    op.create_index("ix_unanswered_space_at", "unanswered", ["space", "at"])
