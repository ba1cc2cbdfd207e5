"""identities -> learners; spaces -> what they chose"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Choice, Identity, LearnerId, SpaceId, SpaceSettings
from bot.storage import tables
from bot.storage.departed import take_up_pace
from bot.storage.rows import insert_once, know_space, number_of_new, put
from knowledge.adapters.database import Database
from knowledge.models import LibraryId


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def learner(self, identity: Identity) -> LearnerId:
        known = tables.identities.c
        who = (known.platform == identity.platform, known.user == identity.user)
        async with self._database.reading() as connection:
            row = (await connection.execute(sa.select(known.learner, known.name).where(*who))).one_or_none()
        if row is not None and identity.name in ("", row.name):
            return LearnerId(row.learner)
        async with self._database.writing() as connection:
            if row is None:
                return await _new_learner(connection, identity)
            renamed = sa.update(tables.identities).where(*who).values(name=identity.name)
            await connection.execute(renamed)
            return LearnerId(row.learner)

    async def names(self, learners: Collection[LearnerId], platform: str) -> Mapping[LearnerId, str]:
        known = tables.identities.c
        theirs = (known.platform == platform, known.learner.in_(set(learners)))
        wanted = sa.select(known.learner, known.name).where(*theirs).order_by(known.user)
        async with self._database.reading() as connection:
            found = [(LearnerId(row.learner), row.name) for row in await connection.execute(wanted)]
        return dict.fromkeys(learners, "") | {learner: name for learner, name in found if name}

    async def settings(self, space: SpaceId) -> SpaceSettings:
        kept = tables.settings.c
        async with self._database.reading() as connection:
            found = await connection.execute(sa.select(kept.name, kept.value).where(kept.space == space))
            values = {row.name: json.loads(row.value) for row in found}
        known = (field.name for field in fields(SpaceSettings))
        return SpaceSettings(**{name: values[name] for name in known if name in values})

    async def set_settings(self, space: SpaceId, settings: SpaceSettings) -> None:
        values = {name: json.dumps(value) for name, value in asdict(settings).items()}
        async with self._database.writing() as connection:
            await know_space(connection, space)
            for name, value in values.items():
                await put(connection, tables.settings, {"space": space, "name": name, "value": value})

    async def libraries_of(self, space: SpaceId) -> tuple[LibraryId, ...]:
        chosen = tables.space_library.c
        wanted = sa.select(chosen.library).where(chosen.space == space).order_by(chosen.library)
        async with self._database.reading() as connection:
            return tuple((await connection.scalars(wanted)).all())

    async def choice(self, space: SpaceId) -> Choice:
        if self._database.dialect == "sqlite":
            found = list(await self._database.at_once(_CHOICE_AT_ONCE, {"space": space}))
        else:
            async with self._database.reading() as connection:
                found = [tuple(row) for row in await connection.execute(_choice(space))]
        chosen = tuple(sorted(library for library, closed in found if not closed))
        return Choice(chosen, frozenset(library for library, closed in found if closed))

    async def set_libraries(self, space: SpaceId, libraries: Sequence[LibraryId]) -> None:
        chosen = tables.space_library
        async with self._database.writing() as connection:
            await know_space(connection, space)
            await connection.execute(sa.delete(chosen).where(chosen.c.space == space))
            for library in set(libraries):
                await insert_once(connection, chosen, {"space": space, "library": library})


_CHOICE_AT_ONCE = (
    "SELECT library, 0 FROM space_library WHERE space = :space UNION ALL "
    "SELECT library, 1 FROM lent_libraries"
    " WHERE library NOT IN (SELECT library FROM lendings WHERE space = :space)"
)


def _choice(space: SpaceId) -> sa.CompoundSelect[Any]:
    """The same, for every database."""
    chosen, lent, given = tables.space_library.c, tables.lent_libraries.c, tables.lendings.c
    lent_here = sa.select(given.library).where(given.space == space)
    return sa.union_all(
        sa.select(chosen.library, sa.literal(0)).where(chosen.space == space),
        sa.select(lent.library, sa.literal(1)).where(lent.library.not_in(lent_here)),
    )


async def _new_learner(connection: AsyncConnection, identity: Identity) -> LearnerId:
    new = await number_of_new(connection, tables.learners, {})
    if await insert_once(connection, tables.identities, {**asdict(identity), "learner": new}):
        await take_up_pace(connection, LearnerId(new), identity.platform, identity.user)
        return LearnerId(new)
    # Another process saw them first, since we looked.
    await connection.execute(sa.delete(tables.learners).where(tables.learners.c.id == new))
    known = tables.identities.c
    first = sa.select(known.learner).where(known.platform == identity.platform, known.user == identity.user)
    return LearnerId((await connection.execute(first)).scalar_one())
