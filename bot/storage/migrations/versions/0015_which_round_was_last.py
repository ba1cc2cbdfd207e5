"""fits -> a lesson's progress knows which round its last score came of"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("lesson_progress", sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
