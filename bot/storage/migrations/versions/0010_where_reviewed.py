"""who asked -> reviews know where they were given, so that a place counts them"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    in_postgresql = op.get_context().dialect.name == "postgresql"
    # Sorted by code point on every database; SQLite does so of itself. Empty: from before it was kept.
    space = sa.Column(
        "space", sa.Text(collation="C" if in_postgresql else None), nullable=False, server_default=""
    )
    op.add_column("card_reviews", space)
    op.create_index("ix_card_reviews_space_at", "card_reviews", ["space", "at"])
