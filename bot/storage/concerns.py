"""what teachers look at: questions without an answer, answers of no help, reported quiz questions"""

from dataclasses import asdict, fields

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ConcernKind, ReportedQuestion, SpaceId, UnansweredQuestion, UnhelpfulAnswer
from bot.storage import tables
from bot.storage.rows import know_space
from knowledge.adapters.database import Database

_UNANSWERED = [tables.unanswered.c[it.name] for it in fields(UnansweredQuestion)]


class Concerns:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_unanswered(self, question: UnansweredQuestion) -> None:
        row = asdict(question)
        del row["id"]
        async with self._database.writing() as connection:
            await know_space(connection, question.space)
            await connection.execute(sa.insert(tables.unanswered), [row])

    async def unanswered(self, space: SpaceId) -> tuple[UnansweredQuestion, ...]:
        held = tables.unanswered.c
        wanted = sa.select(*_UNANSWERED).where(held.space == space).order_by(held.at.desc(), held.id.desc())
        async with self._database.reading() as connection:
            return tuple([UnansweredQuestion(*row) for row in await connection.execute(wanted)])

    async def unhelpful(self, space: SpaceId) -> tuple[UnhelpfulAnswer, ...]:
        numbers, talks, turns = tables.unhelpful_turns.c, tables.conversations.c, tables.turns.c
        votes = _open_votes()
        wanted = (
            sa.select(numbers.id, turns.answer, votes.c.votes, votes.c.at)
            .join_from(
                tables.unhelpful_turns,
                votes,
                sa.and_(votes.c.conversation == numbers.conversation, votes.c.turn == numbers.turn),
            )
            .join(
                tables.turns,
                sa.and_(turns.conversation == numbers.conversation, turns.n == numbers.turn),
            )
            .join(tables.conversations, talks.id == numbers.conversation)
            .where(talks.space == space)
            .order_by(votes.c.at.desc(), numbers.id.desc())
        )
        async with self._database.reading() as connection:
            return tuple(
                [
                    UnhelpfulAnswer(id, answer.standalone, answer, count, at)
                    for id, answer, count, at in await connection.execute(wanted)
                ]
            )

    async def reported(self, space: SpaceId) -> tuple[ReportedQuestion, ...]:
        known, open_reports = tables.reported_questions.c, _open_reports()
        given = open_reports.c
        newest = sa.func.max(given.at)
        wanted = (
            sa.select(known.id, known.question, sa.func.count(given.learner.distinct()), newest)
            .join_from(tables.reported_questions, open_reports, given.question == known.id)
            .where(known.space == space)
            .group_by(known.id, known.question)
            .order_by(newest.desc(), known.id.desc())
        )
        async with self._database.reading() as connection:
            return tuple([ReportedQuestion(*row) for row in await connection.execute(wanted)])

    async def dismiss(self, space: SpaceId, kind: ConcernKind, number: int) -> bool:
        async with self._database.writing() as connection:
            match kind:
                case "unanswered":
                    return await _forget_words(connection, space, number)
                case "unhelpful":
                    return await _dismiss_votes(connection, space, number)
                case "reported":
                    return await _dismiss_reports(connection, space, number)


def _open_votes() -> sa.Subquery:
    """conversation, turn, how many votes, and when the newest came."""
    given = tables.feedback.c
    key = (given.conversation, given.turn)
    counted = sa.select(*key, sa.func.count().label("votes"), sa.func.max(given.at).label("at"))
    still = counted.where(given.helpful.is_(False), given.dismissed.is_(False))
    return still.group_by(*key).subquery()


def _open_reports() -> sa.Subquery:
    """question, learner, at: of a quiz, and of a card."""
    given = (tables.reports.c, tables.card_reports.c)
    still = (sa.select(it.question, it.learner, it.at).where(it.dismissed.is_(False)) for it in given)
    return sa.union_all(*still).subquery()


async def _forget_words(connection: AsyncConnection, space: SpaceId, number: int) -> bool:
    held = tables.unanswered
    asked = await connection.execute(sa.select(held.c.id, held.c.question).where(held.c.space == space))
    words = {row.id: " ".join(row.question.casefold().split()) for row in asked}
    same = [id for id, said in words.items() if said == words.get(number)]
    for id in same:
        await connection.execute(sa.delete(held).where(held.c.id == id))
    return bool(same)


async def _dismiss_votes(connection: AsyncConnection, space: SpaceId, number: int) -> bool:
    given, numbers, talks = tables.feedback, tables.unhelpful_turns.c, tables.conversations.c
    its = (
        sa.select(numbers.conversation, numbers.turn)
        .join_from(tables.unhelpful_turns, tables.conversations, talks.id == numbers.conversation)
        .where(numbers.id == number, talks.space == space)
    )
    still = (given.c.helpful.is_(False), given.c.dismissed.is_(False))
    key = sa.tuple_(given.c.conversation, given.c.turn)
    dismissed = sa.update(given).where(key.in_(its), *still).values(dismissed=True)
    return (await connection.execute(dismissed)).rowcount > 0


async def _dismiss_reports(connection: AsyncConnection, space: SpaceId, number: int) -> bool:
    known = tables.reported_questions.c
    its = sa.select(known.id).where(known.id == number, known.space == space)
    dismissed = 0
    for given in (tables.reports, tables.card_reports):
        still = (given.c.question.in_(its), given.c.dismissed.is_(False))
        dismissed += (
            await connection.execute(sa.update(given).where(*still).values(dismissed=True))
        ).rowcount
    return dismissed > 0
