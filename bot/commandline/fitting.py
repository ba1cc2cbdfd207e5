"""studyhall fit: the study record -> parameters kept for who has reviewed enough, an exit code"""

import json
from typing import TextIO

from bot.clock import SystemClock
from bot.messages import review_logs
from bot.routines.fitting import fit_all
from bot.settings import Settings
from bot.storage.migrations import STUDY
from bot.storage.record import SqlStudyRecord
from bot.study.foresight.fitting import fitted
from bot.study.foresight.measured import Tried
from knowledge.adapters.database import open_database

DONE, FAILED = 0, 1


async def run(settings: Settings, *, as_json: bool, out: TextIO) -> int:
    """Nobody is named in what it prints. FAILED where fitting was wanted and no log could be fitted to."""
    tried: list[Tried] = []
    async with open_database(settings.database, histories=(STUDY,)) as database:
        async for one in fit_all(SqlStudyRecord(database), SystemClock(), fitted):
            tried.append(one)
            if not as_json:
                out.write(review_logs.tried(one) + "\n")
                out.flush()
    out.write((_json(tried) if as_json else review_logs.tried_all(tried)) + "\n")
    return FAILED if tried and all(it.found is None for it in tried) else DONE


def _json(tried: list[Tried]) -> str:
    return json.dumps(
        {
            "tried": len(tried),
            "kept": sum(it.found is not None and it.found.is_better for it in tried),
            "failed": [it.why for it in tried if it.found is None],
        }
    )
