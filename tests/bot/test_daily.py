"""/daily and /pause, and the DM that comes of them: once a day, whoever is killed"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.commands import (
    ChangeHabits,
    Define,
    Help,
    LearnTerm,
    Pause,
    Review,
    ShowHabits,
    ShowStreak,
    SkipDaily,
    SnoozeDaily,
    TurnDailyOff,
    TurnDailyOn,
)
from bot.errors import BadCommand, Gone, PlatformDown, Undeliverable, Unsent, Unwelcome
from bot.handlers.reconciling import Reconciling
from bot.models import Absence, Claim, Habits, LearnerId, SpaceId
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Reply
from bot.routines.dailies import Dailies
from bot.spaces import libraries_of
from bot.study.calendar.reminding import (
    LATE,
    LEASE,
    REMEMBERED,
    away_until,
    next_daily,
    still_sent,
    time_of_day,
)
from knowledge.errors import StoreUnavailable
from tests.bot.bench import Bench, bench
from tests.bot.test_reconciling import LAYER, taught
from tests.fakes.scripted_platform import labels, origin, text_of
from tests.fakes.small_course import COURSE

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
    record, catalogue = record or at.record, at.ports.catalogue
    libraries = partial(libraries_of, record=at.record, catalogue=catalogue)
    reconcile = Reconciling(record, catalogue)
    return Dailies("scripted", record, libraries, reconcile, messenger or at.messenger, at.clock)


async def looks(at: Bench, dailies: Dailies | None = None) -> int:
    """One look, for as long as it takes on the clock, to the end of what it began."""
    dailies = dailies or sender(at)

    async def to_the_end() -> int:
        begun = await dailies.once()
        await dailies.rest()
        return begun

    return await while_time_passes(at, to_the_end())


async def while_time_passes(at: Bench, made: Coroutine[Any, Any, int]) -> int:
    making = asyncio.ensure_future(made)
    while not making.done():
        for _ in range(40):
            await asyncio.sleep(0)
        if at.clock.wakes_at and not making.done():
            at.clock.advance(seconds=1)
    return await making


async def at_one(at: Bench) -> None:
    at.clock.advance(hours=1, minutes=2)
    await looks(at)


# Asking for it


async def test_daily_on_says_when_the_first_one_comes_and_opens_the_direct_message():
    at = await bench()
    told = text_of(await at.platform.send(TurnDailyOn("8:30", "berlin")))
    assert "at 8:30 on each day" in told
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
        ("/daily on 8:30 pm Europe/Berlin", TurnDailyOn("8:30 pm", "Europe/Berlin")),
        ("/daily on 8:30 New York", TurnDailyOn("8:30", "New York")),
        ("/daily off", TurnDailyOff()),
        ("/daily settings new=5 zone=Lima", ChangeHabits("Lima", 5)),
        ("/daily settings zone=New York  new=5", ChangeHabits("New York", 5)),
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


async def test_what_is_gone_from_the_lessons_is_not_counted():
    at = await reminded()
    await taught(at, gone=(LAYER.source,))
    await at_one(at)
    assert at.messenger.posted == []


async def test_a_library_that_is_gone_altogether_brings_no_message_and_no_error():
    at = await reminded()
    await at.ports.catalogue.forget(COURSE)
    await at_one(at)
    assert at.messenger.posted == []
    at.clock.advance(minutes=2)
    assert await looks(at) == 0


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
        away_until(typed, "UTC", NOON)


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


@pytest.mark.parametrize("command", [Help(), Define("layer"), ShowStreak()])
async def test_whichever_command_comes_next_tells_them_where_nobody_else_reads_it(command: Any):
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    among_others = at.beside(replace(origin("ada"), direct=False))
    shown = await among_others.send(command)
    assert ("could not send you" in text_of(shown)) == shown.private
    alone = at.beside(replace(origin("ada"), direct=True))
    told = [text_of(await alone.send(command)) for _ in range(2)]
    assert sum("could not send you" in it for it in told) == (not shown.private)


async def test_what_was_asked_for_while_it_was_refused_stands():
    at = await reminded()
    claims = at.record.close_daily

    async def slow(claim: Claim) -> bool:
        await at.platform.send(TurnDailyOn("14:00"))
        return bool(await claims(claim))

    at.messenger.fails("post", Unwelcome("Closed."))
    at.record.close_daily = slow
    await at_one(at)
    assert "could not send you" not in text_of(await at.platform.send(ShowHabits()))
    at.clock.advance(hours=1)
    await looks(at)
    assert len(at.messenger.posted) == 1


async def test_a_refusal_without_a_known_reason_closes_nobody_and_is_tried_again():
    at = await reminded()
    at.messenger.fails("post", Undeliverable("Strange."), Undeliverable("Strange."))
    await at_one(at)
    for _ in range(2):
        at.clock.advance(minutes=14)
        assert await looks(at) == 0
        at.clock.advance(minutes=2)
        assert await looks(at) == 1
    assert len(at.messenger.posted) == 1


async def test_a_platform_that_asks_for_a_pause_is_left_alone_and_then_nobody_is_left_out():
    at, people = await bench(), 20
    for n in range(people):
        person = at.beside(origin(f"p{n}"))
        await person.send(LearnTerm("Layer"))
        await person.send(TurnDailyOn("13:00"))
    dailies = sender(at)
    at.messenger.fails("post", Unsent("Slower.", pause=10 * MINUTE))
    at.clock.advance(hours=1, minutes=2)
    await looks(at, dailies)
    asked = len(at.messenger.posted)
    at.clock.advance(minutes=9)
    assert await looks(at, dailies) == 0
    at.clock.advance(minutes=2)
    await looks(at, dailies)
    # Those that were begun before the refusal came.
    assert asked < people
    assert len(at.messenger.posted) == people


async def test_one_that_takes_for_ever_holds_up_nobody_else_and_is_broken_off():
    at = await reminded()
    for name in ("bob", "eve"):
        person = at.beside(origin(name))
        await person.send(LearnTerm("Layer"))
        await person.send(TurnDailyOn("13:00" if name == "bob" else "13:30"))
    stuck = Stuck(at.messenger, "direct ada")
    dailies = sender(at, stuck)
    at.clock.advance(hours=1, minutes=2)
    assert await while_time_passes(at, dailies.once()) == 2
    await eventually(lambda: [it.channel for it in at.messenger.posted] == ["direct bob"])
    at.clock.advance(minutes=30)
    assert await while_time_passes(at, dailies.once()) == 2
    await eventually(lambda: [it.channel for it in at.messenger.posted] == ["direct bob", "direct eve"])
    at.clock.advance(minutes=2)
    await dailies.rest()
    assert stuck.broken_off == 1


async def test_a_database_that_fails_before_anything_was_sent_loses_nobody_their_day():
    at = await reminded()
    broken = Broken(at.record, "deck_count")
    at.clock.advance(hours=1, minutes=2)
    for _ in range(6):
        await looks(at, sender(at, record=broken))
        at.clock.advance(minutes=1, seconds=1)
    await looks(at)
    assert len(at.messenger.posted) == 1


async def test_who_is_told_to_stop_ends_what_is_under_way_and_begins_nothing():
    at = await reminded()
    dailies = sender(at, Stuck(at.messenger, "direct ada"))
    at.clock.advance(hours=1, minutes=2)
    await while_time_passes(at, dailies.once())
    closing = asyncio.ensure_future(dailies.close())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not closing.done()
    at.clock.advance(seconds=11)
    await closing
    at.clock.advance(minutes=2)
    assert await looks(at, dailies) == 1
    assert at.messenger.posted == []


async def test_a_snooze_outlasts_other_settings():
    at = await reminded()
    await at_one(at)
    await at.platform.send(SnoozeDaily())
    await at.platform.send(ChangeHabits("", 7))
    at.clock.advance(hours=1, minutes=1)
    await looks(at)
    assert len(at.messenger.posted) == 2


async def test_a_snooze_promises_nothing_that_will_not_come():
    at = await reminded()
    await at_one(at)
    await at.platform.send(Pause("2026-03-04"))
    assert "You are away until Wednesday, 4 March" in text_of(await at.platform.send(SnoozeDaily()))
    await at.platform.send(TurnDailyOff())
    assert "No daily message comes" in text_of(await at.platform.send(SnoozeDaily()))
    at.clock.advance(hours=2)
    assert await looks(at) == 0


async def test_a_snooze_on_an_old_message_promises_nothing_to_who_cannot_be_written_to():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    told = text_of(await at.platform.send(SnoozeDaily()))
    assert "I will ask again" not in told
    assert "No daily message comes." in told


async def test_not_today_on_yesterdays_message_leaves_out_todays():
    at = await reminded()
    await at_one(at)
    at.clock.advance(hours=18)
    assert "Tuesday, 3 March" in text_of(await at.platform.send(SkipDaily()))
    at.clock.advance(hours=7)
    assert await looks(at) == 0
    at.clock.advance(hours=24)
    assert await looks(at) == 1


async def test_a_pause_of_another_year_says_which():
    at = await reminded()
    assert "before Sunday, 3 January 2027" in text_of(await at.platform.send(Pause("2027-01-03")))


async def test_who_never_paused_is_told_how_one_does():
    at = await reminded()
    told = text_of(await at.platform.send(Pause()))
    assert "You are not away." in told
    assert "2026-12-24" in told


async def test_a_zone_is_shown_with_its_time_so_that_a_wrong_one_is_seen():
    at = await bench()
    told = text_of(await at.platform.send(TurnDailyOn("13:00", "GMT+2")))
    assert "Your time zone is UTC+2, where it is 14:00 now." in told
    at.clock.advance(hours=22, minutes=58)
    assert await looks(at) == 0
    at.clock.advance(minutes=5)
    assert await looks(at) == 1


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


async def test_of_which_nobody_knows_whether_it_came_does_not_come_again_after_a_long_pause():
    at = await reminded()
    refusals = (PlatformDown("Down."), Unsent("Slower.", pause=10 * MINUTE))
    at.messenger.fails("post", *refusals)
    await at_one(at)
    at.clock.advance(seconds=61)
    dailies = sender(at)
    await looks(at, dailies)
    for _ in range(5):
        at.clock.advance(minutes=11)
        await looks(at, dailies)
    assert at.messenger.posted == []
    at.clock.advance(hours=23, minutes=10)
    await looks(at, dailies)
    assert len(at.messenger.posted) == 1


async def test_nor_after_a_pause_that_was_asked_for_by_another_message():
    at = await reminded()
    bob = at.beside(origin("bob"))
    await bob.send(LearnTerm("Layer"))
    await bob.send(TurnDailyOn("13:00"))
    asked = Unsent("Slower.", pause=10 * MINUTE)
    at.messenger.fails("post", PlatformDown("Down."), asked)
    dailies = sender(at)
    at.clock.advance(hours=1, minutes=2)
    await looks(at, dailies)
    for _ in range(15):
        at.clock.advance(seconds=61)
        await looks(at, dailies)
    # One of them surely got nothing, and gets it once the pause is over.
    assert len(at.messenger.posted) == 1


async def test_a_pause_begins_when_it_was_asked_for():
    at = await reminded()

    @dataclass
    class Slow:
        calls: int = 0

        async def post(self, *where: Any, key: str = "") -> str:
            self.calls += 1
            if self.calls == 1:
                await at.clock.sleep_until(at.clock.now() + 25 * timedelta(seconds=1))
                raise Unsent("Slower.", pause=20 * timedelta(seconds=1))
            return key

    platform = Slow()
    dailies = sender(at, platform)
    at.clock.advance(hours=1, minutes=2)
    await looks(at, dailies)
    at.clock.advance(seconds=15)
    await looks(at, dailies)
    assert platform.calls == 1
    at.clock.advance(seconds=10)
    await looks(at, dailies)
    assert platform.calls == 2


async def test_a_platform_that_asks_for_a_pause_leaves_those_to_whoever_may_send():
    at = await reminded()
    eve = at.beside(origin("eve"))
    await eve.send(LearnTerm("Layer"))
    await eve.send(TurnDailyOn("13:10"))
    dailies = sender(at)
    at.messenger.fails("post", Unsent("Slower.", pause=30 * MINUTE))
    at.clock.advance(hours=1, minutes=2)
    await looks(at, dailies)
    at.clock.advance(minutes=11)
    assert await looks(at, dailies) == 0
    assert await looks(at, sender(at)) == 1
    assert [it.channel for it in at.messenger.posted] == ["direct eve"]


async def test_a_sender_that_was_slow_hands_over_nothing_that_another_holds():
    at = await reminded()
    held = asyncio.Event()

    @dataclass
    class Slow:
        behind: Any

        def __getattr__(self, name: str) -> Any:
            return getattr(self.behind, name)

        async def deck_count(self, *asked: Any, **also: Any) -> Any:
            await held.wait()
            return await self.behind.deck_count(*asked, **also)

    slow = sender(at, record=Slow(at.record))
    at.clock.advance(hours=1, minutes=2)
    await slow.once()
    at.clock.advance(seconds=62)
    other = sender(at, Stuck(at.messenger, "direct ada"))
    assert await while_time_passes(at, other.once()) == 1
    held.set()
    await slow.rest()
    assert at.messenger.posted == []
    closing = asyncio.ensure_future(other.close())
    while not closing.done():
        await asyncio.sleep(0)
        at.clock.advance(seconds=1)
    await closing


async def test_what_is_broken_off_at_the_end_has_ended_when_the_bot_has():
    at = await reminded()
    stuck = Stuck(at.messenger, "direct ada")
    dailies = sender(at, stuck)
    at.clock.advance(hours=1, minutes=2)
    await dailies.once()
    await eventually(lambda: at.clock.wakes_at is not None)
    closing = asyncio.ensure_future(dailies.close())
    await eventually(lambda: at.clock.wakes_at == at.clock.now() + 10 * timedelta(seconds=1))
    at.clock.advance(seconds=11)
    await closing
    assert stuck.broken_off == 1


async def test_two_replies_at_once_tell_of_a_refusal_once_between_them():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    looked = at.record.refused

    async def slow(identity: Any) -> Any:
        found = await looked(identity)
        await asyncio.sleep(0)
        return found

    at.record.refused = slow
    told = await asyncio.gather(*(at.beside(origin("ada")).send(Review()) for _ in range(3)))
    assert sum("could not send you" in text_of(it) for it in told) == 1


async def test_what_is_asked_for_anew_while_a_refusal_is_told_stands():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    looked = at.record.refused

    async def slow(identity: Any) -> Any:
        found = await looked(identity)
        at.record.refused = looked
        await at.platform.send(TurnDailyOn("14:00"))
        return found

    at.record.refused = slow
    await at.platform.send(Review())
    assert (await at.record.habits(LearnerId(1))).daily == 840


async def test_what_answers_words_said_aloud_tells_others_nothing_of_a_refusal():
    at = await reminded()
    at.messenger.fails("post", Unwelcome("Closed."))
    await at_one(at)
    among_others = at.beside(replace(origin("ada"), aloud=True))
    assert "could not send you" not in text_of(await among_others.send(Help()))
    assert "could not send you" in text_of(await at.platform.send(Help()))


async def test_a_bot_that_was_away_for_hours_leaves_it_to_tomorrow():
    at = await reminded()
    at.clock.advance(hours=4, minutes=10)
    assert await looks(at) == 1
    assert at.messenger.posted == []


async def test_a_bot_that_was_away_for_a_day_brings_what_has_not_missed_its_hour_by_long():
    at = await reminded()
    at.clock.advance(hours=26)
    assert await looks(at) == 1
    await looks(at)
    assert len(at.messenger.posted) == 1
    assert await looks(at) == 0


async def test_a_failure_with_one_learner_keeps_nobody_else_from_theirs():
    at = await reminded()
    bob = at.beside(origin("bob"))
    await bob.send(LearnTerm("Layer"))
    await bob.send(TurnDailyOn("13:00"))
    at.messenger.fails("post", RuntimeError("broken"))
    await at_one(at)
    assert len(at.messenger.posted) == 1


@dataclass
class Stuck:
    """A platform that never answers for one channel."""

    behind: Any
    channel: str
    broken_off: int = 0

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        if channel != self.channel:
            return str(await self.behind.post(space, channel, reply, key=key))
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            self.broken_off += 1
            raise
        return key


@dataclass
class Broken:
    """A record of which one thing cannot be had."""

    behind: Any
    broken: str

    def __getattr__(self, name: str) -> Any:
        if name == self.broken:
            raise StoreUnavailable("Gone for a while.")
        return getattr(self.behind, name)


async def eventually(holds: Callable[[], bool]) -> None:
    for _ in range(20_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError("It never held.")


def test_what_was_tried_long_ago_is_not_sent_since_nobody_knows_whether_it_was():
    due = NOON

    def sent(after: timedelta, tried: timedelta | None) -> bool:
        until = due + after + LEASE
        claim = Claim(LearnerId(1), due, due + after, until, None if tried is None else due + tried)
        return still_sent(claim, due + after)

    assert sent(LEASE, timedelta())
    assert not sent(REMEMBERED + MINUTE, timedelta())
    assert sent(LATE, LATE)
    assert sent(LATE, None)
    assert not sent(LATE + MINUTE, None)


def test_who_cannot_be_written_to_or_is_away_has_no_next_one_before_that_is_over():
    habits = Habits(daily=720)
    assert next_daily(replace(habits, closed=True), LearnerId(1), NOON) is None
    away = next_daily(replace(habits, absences=(Absence(NOON, NOON + 3 * DAY),)), LearnerId(1), NOON + HOUR)
    assert away is not None
    assert away > NOON + 3 * DAY - SPREAD


def test_those_who_want_the_same_minute_are_spread_over_two():
    wanted = [next_daily(Habits(daily=720), LearnerId(n), NOON - HOUR) for n in range(1, 2000)]
    seconds = [(it - NOON).total_seconds() for it in wanted if it]
    assert (min(seconds), max(seconds)) == (0, 119)
    assert max(seconds.count(second) for second in set(seconds)) < 40
