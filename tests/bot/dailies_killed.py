"""days of daily messages by senders that are killed at any point -> what the platform made of it"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.commands import LearnTerm, TurnDailyOn
from bot.errors import PlatformDown, Unsent
from bot.models import SpaceId
from bot.replies import Reply
from tests.bot.bench import Bench, bench
from tests.bot.test_daily import SPREAD, looks, sender
from tests.fakes.scripted_platform import origin

PEOPLE, DAYS = 6, 4
REMEMBERED = timedelta(minutes=3)
"""So long the platform makes one message of two with one key: longer than the bot relies on."""
_DUE = datetime(2026, 3, 1, 13, tzinfo=UTC) + SPREAD
_A_DAY = timedelta(days=1)


async def killed_for_days(seed: int, record: Any = None) -> tuple[Counter[str], int]:
    """How often each message came, by its key; and how many learners got one on the day after, on which
    nobody was killed."""
    dice = random.Random(seed)
    at = await bench(record=record)
    for n in range(PEOPLE):
        person = at.beside(origin(f"p{n}"))
        await person.send(LearnTerm("Layer"))
        await person.send(TurnDailyOn("13:00"))
    platform = Forgetful(at, dice)
    for _ in range(DAYS):
        await _their_hour(at)
        for _ in range(3):
            await _a_life(at, platform, dice, 0.05 if record else 0.0)
            at.clock.advance(seconds=dice.choice((1, 30, 90, 300)))
        for _ in range(4):
            at.clock.advance(seconds=61)
            await looks(at, sender(at, platform))
    came = Counter(key for key, _ in platform.posted)
    platform.moods = None
    await _their_hour(at)
    for _ in range(2):
        # What was left of the days before goes first.
        await looks(at, sender(at, platform))
    return came, len(platform.posted) - came.total()


async def _a_life(at: Bench, platform: "Forgetful", dice: random.Random, patience: float) -> None:
    """Of one sender, to its end: what it had begun is gone with it."""
    life = Life(dice.randint(1, 40), dice.random() < 0.5)
    beside = asyncio.all_tasks()
    mortal = sender(at, Mortal(life, platform), Mortal(life, at.record))
    looking = asyncio.ensure_future(looks(at, mortal))
    dying = asyncio.ensure_future(life.over.wait())
    await asyncio.wait((looking, dying), return_when=asyncio.FIRST_COMPLETED)
    # A database that was just asked answers: to break it off would test it, and not what was asked of it.
    await asyncio.wait(asyncio.all_tasks() - beside, timeout=patience)
    left = asyncio.all_tasks() - beside
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    # What it had begun is held by nobody else.
    del mortal


async def _their_hour(at: Bench) -> None:
    at.clock.advance(seconds=(_DUE - at.clock.now()).total_seconds() % _A_DAY.total_seconds())


@dataclass
class Life:
    """It ends at the n-th call of anything outside, `before` or after that was done."""

    calls: int
    before: bool
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def end(self) -> None:
        """Nothing goes on after it."""
        self.over.set()
        await asyncio.get_running_loop().create_future()


@dataclass
class Mortal:
    """What stands behind it, for as long as the life lasts."""

    life: Life
    behind: Any

    def __getattr__(self, name: str) -> Any:
        async def called(*arguments: Any, **named: Any) -> Any:
            self.life.calls -= 1
            if self.life.calls < 0 or (self.life.calls == 0 and self.life.before):
                await self.life.end()
            done = await getattr(self.behind, name)(*arguments, **named)
            if self.life.calls <= 0:
                await self.life.end()
            return done

        return called


@dataclass
class Forgetful:
    """A platform that makes one message of two with one key while it remembers it, and no longer. In its
    moods, if it has any, it takes nothing and asks for a pause, or answers that it failed, whether or not it
    took what it was given."""

    at: Bench
    moods: random.Random | None = None
    posted: list[tuple[str, datetime]] = field(default_factory=list)

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        now, mood = self.at.clock.now(), self.moods.random() if self.moods else 1.0
        if mood < 0.1:
            raise Unsent("Slower.", pause=timedelta(seconds=15 if mood < 0.05 else 400))
        if mood < 0.15:
            raise PlatformDown("Down.")
        if not any(seen == key and now - when <= REMEMBERED for seen, when in self.posted):
            self.posted.append((key, now))
        if mood < 0.25:
            raise PlatformDown("Down.")
        return key
