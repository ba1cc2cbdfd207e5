"""settings -> the real knowledge and record, opened, and closed again"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.budgets import Budget, Limits
from bot.clock import SystemClock, SystemDice
from bot.models import Identity, Origin, SpaceId
from bot.settings import Settings
from knowledge.wiring import Knowledge, KnowledgeSettings, open_knowledge

# The handlers behind the ports take 0.1 s to import, and a command of a shell needs none of them.
if TYPE_CHECKING:
    from bot.bootstrap import Ports


def knowledge_settings(settings: Settings) -> KnowledgeSettings:
    return KnowledgeSettings(
        data=settings.data,
        database_url=settings.database,
        chroma_url=settings.chroma_url,
        models=settings.models,
        embedder=settings.embedder,
        precision=settings.precision,
        chat_model=settings.chat_model,
        chat_timeout_s=settings.chat_timeout_s,
        reranker=settings.reranker,
    )


@asynccontextmanager
async def opened_knowledge(settings: Settings) -> AsyncIterator[Knowledge]:
    """What is taught, without the study record: for commands that keep nothing."""
    async with open_knowledge(knowledge_settings(settings)) as knowledge:
        yield knowledge


@asynccontextmanager
async def opened_ports(settings: Settings) -> AsyncIterator[tuple["Ports", Knowledge]]:
    from bot.bootstrap import Ports
    from bot.material.intake import ProcessIntake
    from bot.routines.housekeeping import forget_old
    from bot.storage.migrations import STUDY
    from bot.storage.record import SqlStudyRecord

    clock = SystemClock()
    async with open_knowledge(knowledge_settings(settings), histories=(STUDY,)) as knowledge:
        record = SqlStudyRecord(knowledge.database)
        await forget_old(record, clock)
        ports = Ports(
            knowledge.catalogue,
            record,
            knowledge.answerer,
            knowledge.retriever.find,
            knowledge.shelf,
            clock,
            SystemDice(),
            limits(settings, written=knowledge.chat is not None),
            knowledge.chat,
            intake=ProcessIntake(
                data=settings.data,
                catalogue=knowledge.catalogue,
                vectors=knowledge.vectors,
                lexical=knowledge.lexical,
            ),
        )
        yield ports, knowledge


def limits(settings: Settings, *, written: bool) -> Limits:
    """Budgets only where a language model writes: without one there is nothing to spend."""
    minute = settings.questions_a_minute
    if not written:
        return Limits(questions_a_minute=minute)
    learner = Budget(settings.learner_requests_a_day, settings.learner_tokens_a_day)
    space = Budget(settings.space_requests_a_day, settings.space_tokens_a_day)
    return Limits(learner, space, minute)


def terminal_origin() -> Origin:
    """Each session is a channel of its own, so that no question of yesterday's quiz waits in it."""
    session = f"session:{secrets.token_hex(4)}"
    return Origin(Identity("terminal", "local"), SpaceId("terminal:local"), session, direct=True)
