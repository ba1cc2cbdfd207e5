"""absences -> each card knows the generation of its library that it was compared with"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("cards", sa.Column("followed", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_cards_learner_library_followed", "cards", ["learner", "library", "followed"])
