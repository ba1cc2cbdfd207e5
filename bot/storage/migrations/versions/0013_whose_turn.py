"""cards followed -> each turn knows who asked it; what those who left had used of the day"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_WHO = "fk_turns_learner"
_TABLES = ("turns", "feedback", "unhelpful_turns")


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _made_anew()
    else:
        op.add_column("turns", sa.Column("learner", sa.BigInteger()))
        op.create_foreign_key(_WHO, "turns", "learners", ["learner"], ["id"], ondelete="CASCADE")
    op.execute(
        "UPDATE turns SET learner ="
        " (SELECT learner FROM conversations WHERE conversations.id = turns.conversation)"
    )
    op.create_index("ix_turns_learner", "turns", ["learner"])
    op.create_table(
        "departed",
        _key("digest"),
        sa.Column("day", sa.Date, nullable=False),
        *[_number(name) for name in ("requests", "tokens")],
        *[sa.Column(name, sa.DateTime(timezone=True)) for name in ("busy_until", "since")],
        sa.Column("tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_departed"),
    )
    op.create_index("ix_departed_day", "departed", ["day"])


def _made_anew() -> None:
    """SQLite adds no foreign key to a table that is there: it and those that refer to it are written as they
    were made, with one column more. The numbers go on where they were."""
    made = dict(_schema("type = 'table'"))
    indexes = _schema("type = 'index' AND sql IS NOT NULL")
    for name, _ in indexes:
        op.execute(f"DROP INDEX {name}")
    for name in _TABLES:
        op.execute(f"ALTER TABLE {name} RENAME TO {name}_before")
    key = f"CONSTRAINT {_WHO} FOREIGN KEY(learner) REFERENCES learners (id) ON DELETE CASCADE"
    columns, primary, keys = made["turns"].rstrip().removesuffix(")").partition("CONSTRAINT pk_turns")
    made["turns"] = f"{columns}learner INTEGER, {primary}{keys}, {key})"
    for name in _TABLES:
        op.execute(made[name])
        op.execute(f"INSERT INTO {name} SELECT *{', NULL' * (name == 'turns')} FROM {name}_before")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'unhelpful_turns'")
    op.execute("UPDATE sqlite_sequence SET name = 'unhelpful_turns' WHERE name = 'unhelpful_turns_before'")
    for name in reversed(_TABLES):
        op.execute(f"DROP TABLE {name}_before")
    for _, sql in indexes:
        op.execute(sql)


def _schema(which: str) -> list[tuple[str, str]]:
    those = ", ".join(f"'{name}'" for name in _TABLES)
    wanted = f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({those}) AND {which}"
    return [(str(name), str(sql)) for name, sql in op.get_bind().execute(sa.text(wanted))]


def _key(name: str) -> sa.Column[str]:
    in_postgresql = op.get_context().dialect.name == "postgresql"
    return sa.Column(name, sa.Text(collation="C" if in_postgresql else None), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)
