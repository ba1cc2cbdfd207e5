"""whose turn -> FSRS parameters fitted to a learner's own reviews"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("habits", sa.Column("fit", sa.Text))
