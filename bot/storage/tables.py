"""The study record's tables

What hangs on a space, a learner or a conversation goes when that goes. Numbers that stand in buttons are
never given twice, even after their row was deleted.
"""

from typing import Any

import sqlalchemy as sa

from bot.models import Absence, Fit
from knowledge.adapters.columns import NAMES, Kept, Key, Moment, Number, Words, required
from knowledge.models import Answer, Question

metadata = sa.MetaData(naming_convention=NAMES)

Strings = Kept(tuple[str, ...])


def _to(target: str) -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete="CASCADE")


def _flag(name: str) -> sa.Column[Any]:
    """Unset where a row says nothing."""
    return required(name, sa.Boolean, server_default=sa.false())


learners = sa.Table(
    "learners", metadata, sa.Column("id", Number, primary_key=True), sqlite_autoincrement=True
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("platform", Key, primary_key=True),
    sa.Column("user", Key, primary_key=True),
    required("name", Words),
    required("learner", Number, _to("learners.id"), index=True),
)

spaces = sa.Table(
    "spaces",
    metadata,
    sa.Column("id", Key, primary_key=True),
    _flag("joined"),
    sa.Column("left_at", Moment),
)
"""Those that were only used, a DM say, were neither joined nor left."""

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("space", Key, _to("spaces.id"), primary_key=True),
    sa.Column("name", Key, primary_key=True),
    required("value", Words),
)
"""One row a setting, its value as JSON: a new setting needs no new column."""

space_library = sa.Table(
    "space_library",
    metadata,
    sa.Column("space", Key, _to("spaces.id"), primary_key=True),
    sa.Column("library", Key, primary_key=True),
)

lent_libraries = sa.Table("lent_libraries", metadata, sa.Column("library", Key, primary_key=True))
"""That a library is lent outlives those that it is lent to: forgetting a space opens nothing to all."""

lendings = sa.Table(
    "lendings",
    metadata,
    sa.Column("library", Key, _to("lent_libraries.library"), primary_key=True),
    sa.Column("space", Key, _to("spaces.id"), primary_key=True, index=True),
)

marks = sa.Table("marks", metadata, sa.Column("name", Key, primary_key=True), required("value", Words))

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("space", Key, _to("spaces.id")),
    required("channel", Words),
    sa.Column("learner", Number, _to("learners.id"), index=True),
    required("turns", sa.Integer),
    required("last_at", Moment, index=True),
    _flag("private"),
    sa.Index(None, "space", "channel"),
    sqlite_autoincrement=True,
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("conversation", Number, _to("conversations.id"), primary_key=True, autoincrement=False),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    required("answer", Kept(Answer)),
    required("libraries", Strings),
    required("at", Moment),
    sa.Column("learner", Number, _to("learners.id"), index=True),
)
"""`learner` is who asked, in whoever's conversation."""

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("conversation", Number, primary_key=True, autoincrement=False),
    sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False, index=True),
    required("helpful", sa.Boolean),
    required("at", Moment),
    _flag("dismissed"),
    sa.ForeignKeyConstraint(["conversation", "turn"], ["turns.conversation", "turns.n"], ondelete="CASCADE"),
)

unhelpful_turns = sa.Table(
    "unhelpful_turns",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("conversation", Number),
    required("turn", sa.Integer),
    sa.ForeignKeyConstraint(["conversation", "turn"], ["turns.conversation", "turns.n"], ondelete="CASCADE"),
    sa.UniqueConstraint("conversation", "turn"),
    sqlite_autoincrement=True,
)
"""Numbers for the turns that were ever found of no help; whether they still are, the feedback says."""

quiz_rounds = sa.Table(
    "quiz_rounds",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("space", Key, _to("spaces.id")),
    required("channel", Words),
    required("learner", Number, _to("learners.id"), index=True),
    required("topic", Words),
    required("seed", Number),
    required("questions", Kept(tuple[Question, ...])),
    required("ended", sa.Boolean),
    required("opened_at", Moment),
    sa.Index(None, "space", "channel", "learner"),
    sqlite_autoincrement=True,
)

quiz_responses = sa.Table(
    "quiz_responses",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("round", Number, _to("quiz_rounds.id")),
    required("number", sa.Integer),
    required("learner", Number, _to("learners.id"), index=True),
    required("given", Words),
    required("verdict", Words),
    required("overridden", sa.Boolean),
    sa.Column("at", Moment),
    required("points", sa.Integer, server_default="0"),
    sa.UniqueConstraint("round", "number", "learner"),
)

live_rounds = sa.Table(
    "live_rounds",
    metadata,
    sa.Column("round", Number, _to("quiz_rounds.id"), primary_key=True, autoincrement=False),
    required("space", Key, _to("spaces.id")),
    required("channel", Words),
    required("thread", Words),
    required("number", sa.Integer),
    sa.Column("asked_at", Moment),
    required("message", Words),
    required("seconds", sa.Integer),
    sa.UniqueConstraint("space", "channel"),
)

reported_questions = sa.Table(
    "reported_questions",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("space", Key, _to("spaces.id")),
    required("name", Key),
    required("question", Kept(Question)),
    sa.UniqueConstraint("space", "name"),
    sqlite_autoincrement=True,
)
"""`name` is the question's own id, whichever round it stood in."""

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("round", Number, _to("quiz_rounds.id"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False, index=True),
    required("question", Number, _to("reported_questions.id"), index=True),
    required("at", Moment),
    _flag("dismissed"),
)

card_reports = sa.Table(
    "card_reports",
    metadata,
    sa.Column("question", Number, _to("reported_questions.id"), primary_key=True, autoincrement=False),
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False, index=True),
    sa.Column("made_from", Key, primary_key=True),
    required("at", Moment),
    _flag("dismissed"),
)
"""A card has no round: it is reported once a learner, and again when it is made from something else."""

lesson_progress = sa.Table(
    "lesson_progress",
    metadata,
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False),
    sa.Column("library", Key, primary_key=True),
    sa.Column("source", Key, primary_key=True),
    required("section", sa.Integer),
    required("done", sa.Boolean),
    sa.Column("best", sa.Double),
    sa.Column("last", sa.Double),
    sa.Column("round", Number),
    required("at", Moment),
)
"""`round` is one that may be gone by now."""

learner_spending = sa.Table(
    "learner_spending",
    metadata,
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, primary_key=True),
    required("requests", Number),
    required("tokens", Number),
)

space_spending = sa.Table(
    "space_spending",
    metadata,
    sa.Column("space", Key, _to("spaces.id"), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    required("requests", Number),
    required("tokens", Number),
)

paces = sa.Table(
    "paces",
    metadata,
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False),
    required("busy_until", Moment),
)
"""How far ahead of the clock a learner has asked: one row each, worth nothing once it has passed."""

unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("space", Key, _to("spaces.id")),
    required("question", Words),
    required("reasons", Strings),
    required("at", Moment),
    sa.Column("learner", Number, _to("learners.id"), index=True),
    sa.Index(None, "space", "at"),
    sqlite_autoincrement=True,
)


def _memory() -> tuple[sa.Column[Any], ...]:
    """A card's memory, one column a field; all unset while it was never reviewed."""
    of_double = [sa.Column(name, sa.Double) for name in ("stability", "difficulty")]
    moments = [sa.Column(name, Moment) for name in ("due", "last_review")]
    return (*moments, sa.Column("state", Words), *of_double, sa.Column("step", sa.Integer))


cards = sa.Table(
    "cards",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("learner", Number, _to("learners.id")),
    required("space", Key),
    required("digest", Key),
    required("library", Key),
    required("source", Key),
    required("heading", Strings),
    required("kind", Words),
    required("name", Words),
    required("front", Words),
    required("back", Words),
    required("made_from", Words),
    required("accept", Strings),
    required("why", Words),
    *_memory(),
    required("reviews", sa.Integer, server_default="0"),
    required("lapses", sa.Integer, server_default="0"),
    _flag("suspended"),
    _flag("retired"),
    sa.Column("buried_until", Moment),
    required("at", Moment),
    required("followed", sa.Integer, server_default="0"),
    sa.UniqueConstraint("learner", "digest"),
    sa.Index(None, "learner", "due"),
    sa.Index(None, "learner", "library", "followed"),
    sa.Index(None, "space"),
    sqlite_autoincrement=True,
)
"""`space` leads nowhere: when it is forgotten, the learner keeps the card. `digest` is that of the key, from
`library` to `name`: PostgreSQL refuses to index more than 2.7 kB of a row, and headings have no end.
`followed` is the generation of the library with which it was compared last, 0 before the first."""

card_reviews = sa.Table(
    "card_reviews",
    metadata,
    sa.Column("id", Number, primary_key=True),
    required("card", Number, _to("cards.id")),
    required("n", sa.Integer),
    required("learner", Number, _to("learners.id")),
    required("rating", Words),
    required("at", Moment),
    *_memory(),
    required("space", Key, server_default=""),
    sa.UniqueConstraint("card", "n"),
    sa.Index(None, "learner", "at"),
    sa.Index(None, "space", "at"),
)
"""With the memory before it; the one after it stands in the next review, or in the card. `space` is where it
was given: it leads nowhere, and is empty for those of a time when it was not kept."""

habits = sa.Table(
    "habits",
    metadata,
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False),
    required("zone", Words),
    required("new_a_day", sa.Integer),
    required("reviews_a_day", sa.Integer),
    required("retention", sa.Double),
    sa.Column("daily", sa.Integer),
    required("platform", Key),
    required("space", Key),
    required("channel", Key),
    required("absences", Kept(tuple[Absence, ...])),
    sa.Column("fit", Kept(Fit | None)),
    _flag("closed"),
    _flag("listed"),
    sa.Column("next_at", Moment),
    sa.Column("tried", Moment),
    sa.Column("leased_until", Moment),
    sa.Index(None, "platform", "next_at"),
)

link_codes = sa.Table(
    "link_codes",
    metadata,
    sa.Column("digest", Key, primary_key=True),
    required("learner", Number, _to("learners.id")),
    required("expires", Moment),
    sa.UniqueConstraint("learner"),
)
"""A code itself is kept nowhere."""

link_tries = sa.Table(
    "link_tries",
    metadata,
    sa.Column("learner", Number, _to("learners.id"), primary_key=True, autoincrement=False),
    required("since", Moment),
    required("count", sa.Integer),
)
"""How often a code was typed since the first time: one row each, worth nothing once that is over."""

departed = sa.Table(
    "departed",
    metadata,
    sa.Column("digest", Key, primary_key=True),
    required("day", sa.Date, index=True),
    required("requests", Number),
    required("tokens", Number),
    sa.Column("busy_until", Moment),
    sa.Column("since", Moment),
    required("tries", sa.Integer),
)
"""What who deleted their data had used of that day's limits, under a digest of their identity."""
