"""/daily and /pause, and the DM that comes of them: once a day, whoever is killed"""

import asyncio
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.commands import (
    ChangeHabits,
    LearnTerm,
    Pause,
    Review,
    ShowHabits,
    SkipDaily,
    SnoozeDaily,
    TurnDailyOff,
    TurnDailyOn,
)
from bot.errors import BadCommand, Gone, PlatformDown, Unwelcome
from bot.models import Claim, Habits, LearnerId, SpaceId
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Reply
from bot.routines.dailies import Dailies
from bot.spaces import libraries_of
from bot.study.reminding import LATE, LEASE, REMEMBERED, next_daily, paused_until, still_sent, time_of_day
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import labels, origin, text_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SPREAD = 2 * MINUTE


async def reminded(at: str = "13:00", **also: Any) -> Bench:
    """Ada has two new cards, and a DM at one, an hour from now."""
    desk = await bench(**also)
    await desk.platform.send(LearnTerm("Layer"))
    await desk.platform.send(TurnDailyOn(at))
    return desk


def sender(at: Bench, messenger: Any = None, record: Any = None) -> Dailies:
    libraries = partial(libraries_of, record=at.record, catalogue=at.ports.catalogue)
    return Dailies("scripted", record or at.record, libraries, messenger or at.messenger, at.clock)


async def looks(at: Bench, dailies: Dailies | None = None) -> int:
    """One look, for as long as it takes on the clock."""
    looking = asyncio.ensure_future((dailies or sender(at)).once())
    while not looking.done():
        for _ in range(20):
            await asyncio.sleep(0)
        if at.clock.wakes_at:
            at.clock.advance(seconds=1)
    return await looking


async def at_one(at: Bench) -> None:
    at.clock.advance(hours=1, minutes=2)
    await looks(at)


# Asking for it


async def test_daily_on_says_when_the_first_one_comes_and_opens_the_direct_message():
    at = await bench()
    told = text_of(await at.platform.send(TurnDailyOn("8:30", "berlin")))
    assert "each day at 8:30" in told
    assert "Monday, 2 March" in told
    assert "Europe/Berlin" in told
    habits = await at.record.habits(LearnerId(1))
    assert (habits.space, habits.channel, habits.daily) == ("scripted:user:ada", "direct ada", 510)


async def test_who_never_named_a_zone_is_told_that_it_is_utc():
    at = await bench()
    assert "Your time zone is UTC" in text_of(await at.platform.send(TurnDailyOn("8:30")))


async def test_where_nobody_can_be_written_to_nothing_is_kept():
    at = await bench()
    at.messenger.fails("direct", PlatformDown("Too many.", hint="Later."))
    assert "Too many." in text_of(await at.platform.send(TurnDailyOn("8:30")))
    assert (await at.record.habits(LearnerId(1))).daily is None


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8:30", 510),
        ("08.30", 510),
        ("8", 480),
        ("8:30 pm", 1230),
        ("12 am", 0),
        ("23:59", 1439),
        ("7h15", 435),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, minutes: int):
    assert time_of_day(typed) == minutes


@pytest.mark.parametrize("typed", ["", "24:00", "8:60", "13 pm", "0 am", "morning", "8:3", "-1"])
def test_what_is_no_time_is_told_how_to_write_one(typed: str):
    with pytest.raises(BadCommand):
        time_of_day(typed)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/daily", ShowHabits()),
        ("/daily on 8:30 Europe/Berlin", TurnDailyOn("8:30", "Europe/Berlin")),
        ("/daily on 8:30", TurnDailyOn("8:30")),
        ("/daily off", TurnDailyOff()),
        ("/daily settings new=5 zone=Lima", ChangeHabits("Lima", 5)),
        ("/daily settings retention=85 reviews=40", ChangeHabits("", None, 40, 85)),
        ("/pause 2026-12-24", Pause("2026-12-24")),
        ("/pause", Pause()),
    ],
)
def test_it_is_typed_in_the_terminal(line: str, command: object):
    assert command_of(line, Session()) == command


@pytest.mark.parametrize(
    "line", ["/daily on", "/daily maybe", "/daily settings new=", "/daily settings old=5"]
)
def test_what_is_typed_wrongly_is_told(line: str):
    with pytest.raises(BadCommand):
        command_of(line, Session())


async def test_settings_change_what_is_named_and_leave_the_rest():
    at = await reminded()
    told = text_of(await at.platform.send(ChangeHabits("Lima", 5, retention=85)))
    assert "5 new cards and 100 reviews" in told
    assert "85%" in told
    habits = await at.record.habits(LearnerId(1))
    assert (habits.zone, habits.daily, habits.retention) == ("America/Lima", 780, 0.85)


@pytest.mark.parametrize(
    "wanted",
    [ChangeHabits("Atlantis"), ChangeHabits("", -1), ChangeHabits("", 1, 0), ChangeHabits(retention=40)],
)
async def test_what_no_day_can_hold_is_refused_and_nothing_changes(wanted: ChangeHabits):
    at = await reminded()
    before = await at.record.habits(LearnerId(1))
    await at.platform.send(wanted)
    assert await at.record.habits(LearnerId(1)) == before


async def test_new_cards_a_day_hold_for_review():
    at = await reminded()
    await at.platform.send(ChangeHabits("", 1))
    assert "0 due, 1 new today." in text_of(await at.platform.send(Review()))


# The message


async def test_the_message_says_how_many_are_due_and_what_one_can_do():
    at = await reminded()
    await at_one(at)
    (posted,) = at.messenger.posted
    assert (posted.space, posted.channel) == ("scripted:user:ada", "direct ada")
    assert text_of(posted.reply) == "2 cards are waiting for you. That takes about 1 minute."
    assert labels(posted.reply) == ["Start", "In 1 hour", "Not today", "Settings"]


async def test_it_comes_once_a_day_and_again_the_next_day():
    at = await reminded()
    await at_one(at)
    assert await looks(at) == 0
    at.clock.advance(hours=23, minutes=30)
    assert await looks(at) == 0
    at.clock.advance(minutes=31)
    assert await looks(at) == 1
    assert len(at.messenger.posted) == 2


async def test_no_message_comes_where_nothing_is_due():
    at = await bench()
    await at.platform.send(TurnDailyOn("13:00"))
    await at_one(at)
    assert at.messenger.posted == []
    await at.platform.send(LearnTerm("Layer"))
    at.clock.advance(days=1)
    await looks(at)
    assert len(at.messenger.posted) == 1


async def test_snooze_brings_it_again_in_an_hour_and_then_at_the_usual_time():
    at = await reminded()
    await at_one(at)
    at.clock.advance(minutes=1)
    await at.platform.send(SnoozeDaily())
    at.clock.advance(minutes=59)
    assert await looks(at) == 0
    at.clock.advance(minutes=2)
    await looks(at)
    assert len(at.messenger.posted) == 2
    at.clock.advance(hours=20)
    assert await looks(at) == 0
    at.clock.advance(hours=4)
    assert await looks(at) == 1


async def test_not_today_says_so_and_tomorrow_it_comes():
    at = await reminded()
    await at_one(at)
    assert "Not today" in text_of(await at.platform.send(SkipDaily()))
    at.clock.advance(hours=12)
    assert await looks(at) == 0
    at.clock.advance(hours=13)
    await looks(at)
    assert len(at.messenger.posted) == 2


async def test_who_turns_it_off_gets_none():
    at = await reminded()
    await at.platform.send(TurnDailyOff())
    await at_one(at)
    assert at.messenger.posted == []


async def test_a_pause_lasts_until_the_morning_of_its_date():
    at = await reminded()
    assert "before Wednesday, 4 March" in text_of(await at.platform.send(Pause("2026-03-04")))
    at.clock.advance(hours=1, minutes=2)
    for _ in range(5):
        await looks(at)
        at.clock.advance(seconds=DAY.total_seconds())
    assert len(at.messenger.posted) == 2
    assert "You are away" not in text_of(await at.platform.send(ShowHabits()))


async def test_a_pause_can_end_before_its_date():
    at = await reminded()
    await at.platform.send(Pause("2026-03-09"))
    await at.platform.send(Pause())
    await at_one(at)
    assert len(at.messenger.posted) == 1


@pytest.mark.parametrize("typed", ["2026-03-01", "2025-12-24", "2028-01-01", "24 Dec", "9999-12-31", "x"])
def test_a_pause_ends_on_a_day_to_come_within_a_year(typed: str):
    with pytest.raises(BadCommand):
        paused_until(typed, "UTC", NOON)


# What goes wrong


@pytest.mark.parametrize("refusal", [Unwelcome("Closed."), Gone("No such channel.")])
async def test_who_cannot_be_written_to_is_asked_no_more_and_told_once(refusal: Exception):
    at = await reminded()
    at.messenger.fails("post", refusal)
    await at_one(at)
    for _ in range(3):
        at.clock.advance(days=1)
        assert await looks(at) == 0
    assert "could not send you" in text_of(await at.platform.send(Review()))
    assert "could not send you" not in text_of(await at.platform.send(Review()))


async def test_settings_do_not_promise_a_message_to_who_cannot_be_written_to():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    told = text_of(await at.platform.send(ShowHabits()))
    assert "could not send you" in told
    assert "No daily message comes." in told
    assert "could not send you" not in text_of(await at.platform.send(ShowHabits()))


async def test_a_platform_that_is_down_for_a_moment_is_asked_again():
    at = await reminded()
    at.messenger.fails("post", PlatformDown("Down."))
    await at_one(at)
    at.clock.advance(seconds=61)
    await looks(at)
    assert len(at.messenger.posted) == 1


async def test_a_platform_that_is_down_for_long_leaves_it_to_tomorrow():
    at = await reminded()
    at.messenger.fails("post", *[PlatformDown("Down.")] * 2)
    await at_one(at)
    for _ in range(10):
        at.clock.advance(seconds=61)
        await looks(at)
    assert at.messenger.posted == []
    at.clock.advance(days=1)
    await looks(at)
    assert len(at.messenger.posted) == 1


async def test_a_bot_that_was_away_for_hours_leaves_it_to_tomorrow():
    at = await reminded()
    at.clock.advance(hours=4, minutes=10)
    assert await looks(at) == 1
    assert at.messenger.posted == []


async def test_a_failure_with_one_learner_keeps_nobody_else_from_theirs():
    at = await reminded()
    bob = at.beside(origin("bob"))
    await bob.send(LearnTerm("Layer"))
    await bob.send(TurnDailyOn("13:00"))
    at.messenger.fails("post", RuntimeError("broken"))
    await at_one(at)
    assert len(at.messenger.posted) == 1


# Killed at any point


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Forgetful:
    """A platform that makes one message of two with one key while it remembers it, and no longer."""

    at: Bench
    remembered: timedelta = 3 * MINUTE
    posted: list[tuple[str, datetime]] = field(default_factory=list)

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        now = self.at.clock.now()
        if not any(seen == key and now - when <= self.remembered for seen, when in self.posted):
            self.posted.append((key, now))
        return key


@dataclass
class Fatal:
    """What stands behind it, until it is called for the n-th time: then the process is gone, before or after
    what it was to do."""

    behind: Any
    calls: int
    before: bool

    def __getattr__(self, name: str) -> Any:
        async def called(*arguments: Any, **named: Any) -> Any:
            self.calls -= 1
            if self.calls == 0 and self.before:
                raise Killed
            done = await getattr(self.behind, name)(*arguments, **named)
            if self.calls <= 0:
                raise Killed
            return done

        return called


@pytest.mark.parametrize("seed", range(40))
async def test_a_kill_at_any_point_neither_repeats_a_message_nor_loses_a_learner_for_good(seed: int):
    dice = random.Random(seed)
    at, people = await bench(), 6
    for n in range(people):
        person = at.beside(origin(f"p{n}"))
        await person.send(LearnTerm("Layer"))
        await person.send(TurnDailyOn("13:00"))
    platform, days = Forgetful(at), 4
    for _ in range(days):
        at.clock.advance(
            seconds=(NOON + HOUR + SPREAD - at.clock.now()).total_seconds() % DAY.total_seconds()
        )
        for _ in range(3):
            fatal = Fatal(at.record, dice.randint(1, 30), dice.random() < 0.5)
            away = Fatal(platform, dice.randint(1, 8), dice.random() < 0.5)
            try:
                await looks(at, sender(at, away, fatal))
            except Killed:
                at.clock.advance(seconds=dice.choice((1, 30, 90, 300)))
        for _ in range(4):
            at.clock.advance(seconds=61)
            await looks(at, sender(at, platform))
    keys = [key for key, _ in platform.posted]
    assert len(keys) == len(set(keys))
    at.clock.advance(seconds=(NOON + HOUR + SPREAD - at.clock.now()).total_seconds() % DAY.total_seconds())
    await looks(at, sender(at, platform))
    assert len(platform.posted) - len(keys) == people


def test_what_was_claimed_long_ago_is_not_sent_since_nobody_knows_whether_it_was():
    due, habits = NOON, Habits(daily=720)
    assert still_sent(Claim(LearnerId(1), due, due), due + LEASE)
    assert not still_sent(Claim(LearnerId(1), due, due), due + REMEMBERED + MINUTE)
    assert still_sent(Claim(LearnerId(1), due, due + LATE), due + LATE)
    assert not still_sent(Claim(LearnerId(1), due, due + LATE + MINUTE), due + LATE + MINUTE)
    assert next_daily(replace(habits, closed=True), LearnerId(1), NOON) is None


def test_those_who_want_the_same_minute_are_spread_over_two():
    wanted = [next_daily(Habits(daily=720), LearnerId(n), NOON - HOUR) for n in range(1, 2000)]
    seconds = [(it - NOON).total_seconds() for it in wanted if it]
    assert (min(seconds), max(seconds)) == (0, 119)
    assert max(seconds.count(second) for second in set(seconds)) < 40
