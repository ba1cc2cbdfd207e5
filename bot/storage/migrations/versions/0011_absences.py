"""where reviewed -> every absence of a learner is kept; a daily DM is noted when it is handed over"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_HABITS = sa.table(
    "habits",
    sa.column("learner", sa.BigInteger),
    sa.column("absences", sa.Text),
    *[sa.column(name, sa.DateTime(timezone=True)) for name in ("paused_from", "paused_until")],
)


def upgrade() -> None:
    op.add_column("habits", sa.Column("absences", sa.Text, nullable=False, server_default="[]"))
    kept, connection = _HABITS.c, op.get_bind()
    away = sa.select(kept.learner, kept.paused_from, kept.paused_until)
    for row in connection.execute(away.where(kept.paused_from < kept.paused_until)).all():
        absence = {"begins": _written(row.paused_from), "ends": _written(row.paused_until)}
        this = sa.update(_HABITS).where(kept.learner == row.learner)
        connection.execute(this.values(absences=json.dumps([absence])))
    op.drop_column("habits", "paused_from")
    op.drop_column("habits", "paused_until")
    op.execute("ALTER TABLE habits RENAME COLUMN claimed TO tried")
    op.drop_index("ix_habits_next_at", "habits")
    op.create_index("ix_habits_platform_next_at", "habits", ["platform", "next_at"])


def _written(moment: datetime) -> str:
    """SQLite keeps no zone: it is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
