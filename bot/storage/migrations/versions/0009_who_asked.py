"""links -> questions without an answer know who asked, so that they go with them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite").compile(op.get_context().dialect)
    # In one statement: SQLite adds no constraint to a column that is there.
    op.execute(
        f"ALTER TABLE unanswered ADD COLUMN learner {number} "
        "CONSTRAINT fk_unanswered_learner REFERENCES learners (id) ON DELETE CASCADE"
    )
    op.create_index("ix_unanswered_learner", "unanswered", ["learner"])
