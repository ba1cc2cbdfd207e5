"""/daily on Discord: the direct message is opened at once, and comes once"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.errors import PlatformDown
from bot.handlers.reconciling import Reconciling
from bot.models import Claim, Identity
from bot.platforms.discord.direct_messages import DirectMessages
from bot.platforms.discord.messenger import DiscordMessenger
from bot.ports import Clock
from bot.routines.dailies import Dailies
from bot.spaces import libraries_of
from knowledge.errors import StoreUnavailable
from tests.contracts.schoolyard import set_habits
from tests.fakes.clock import FrozenClock
from tests.fakes.discord_wire.shown import Shown
from tests.platforms.discord.schoolhouse import Schoolhouse, named, schoolhouse

UPDATE = 6
OPENED = "/users/@me/channels"
LATER = timedelta(minutes=5)


async def reminded(at: Schoolhouse) -> None:
    """Ada has cards, and her daily message is due."""
    await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
    on = await at.wire.slash(at.ada, at.channel, "daily on", at="8:30", zone="Europe/Berlin")
    assert on.ephemeral
    assert "A direct message comes at 8" in (await on.reply()).words
    learner = await at.at.record.learner(Identity("discord", str(at.ada.id), at.ada.name))
    await set_habits(at.at.record, learner, await at.at.record.habits(learner), SystemClock().now())


def sender(at: Schoolhouse, record: Any = None, clock: Clock | None = None) -> Dailies:
    libraries = partial(libraries_of, record=at.at.record, catalogue=at.at.ports.catalogue)
    reconcile, messenger = Reconciling(at.at.record, at.at.ports.catalogue), DiscordMessenger(at.client)
    return Dailies("discord", record or at.at.record, libraries, reconcile, messenger, clock or SystemClock())


async def sent(dailies: Dailies) -> int:
    begun = await dailies.once()
    await dailies.rest()
    return begun


def direct(at: Schoolhouse) -> list[Shown]:
    return at.wire.messages(at.wire.world.direct(at.ada))


@dataclass
class Unsettled:
    """A record that is gone when it should note that a message was sent."""

    behind: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.behind, name)

    async def settle_daily(self, claim: Claim, next_at: datetime | None) -> bool:
        raise StoreUnavailable("Gone for a while.")


async def test_the_message_comes_where_daily_was_turned_on_and_is_answered_with_one_tap():
    async with schoolhouse() as at:
        await reminded(at)
        assert await sent(sender(at)) == 1
        (message,) = direct(at)
        assert "2 cards are waiting for you." in message.words
        started = await at.wire.tap(at.ada, message, "Start")
        assert started.kind == UPDATE
        front = await started.reply(lambda it: "due" in it.words)
        assert front.id == message.id
        await at.wire.tap(at.ada, front, "Reveal")


async def test_a_message_that_came_before_the_bot_could_note_it_is_handed_over_again_and_is_one():
    async with schoolhouse() as at:
        await reminded(at)
        await sent(sender(at, record=Unsettled(at.at.record)))
        assert len(direct(at)) == 1
        handed_over = len(at.wire.sent("POST", "/messages"))
        await sent(sender(at, clock=FrozenClock(SystemClock().now() + timedelta(seconds=70))))
        assert len(at.wire.sent("POST", "/messages")) == handed_over + 1
        assert len(direct(at)) == 1


async def test_closed_direct_messages_are_told_at_the_next_review():
    async with schoolhouse() as at:
        await reminded(at)
        at.wire.fail(
            "POST", "/messages", 403, {"code": 50007, "message": "Cannot send messages to this user"}
        )
        await sent(sender(at))
        told = await at.wire.slash(at.ada, at.channel, "review")
        assert "could not send you your daily message" in (await told.reply()).words


async def test_closed_direct_messages_are_told_to_nobody_else():
    async with schoolhouse() as at:
        await reminded(at)
        at.wire.fail("POST", "/messages", 403, {"code": 50007, "message": "Cannot send messages"})
        await sent(sender(at))
        said = await at.wire.say(at.ada, at.channel, "", mentions_bot=True)
        assert "could not send you" not in (await said.reply()).words
        told = await at.wire.slash(at.ada, at.channel, "help")
        assert "could not send you" in (await told.reply()).words


@pytest.mark.parametrize("asked", ["soon", "nan", "inf", "1e300"])
async def test_a_pause_that_is_no_number_of_seconds_is_the_usual_one(asked: str):
    async with schoolhouse() as at:
        await reminded(at)
        at.wire.fail("POST", "/messages", 429, {}, {"Retry-After": asked})
        dailies = sender(at)
        await sent(dailies)
        assert await dailies.once() == 0
        later = sender(at, clock=FrozenClock(SystemClock().now() + timedelta(seconds=20)))
        assert await sent(later) == 1
        assert len(direct(at)) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, {"code": 40333, "message": "internal network error"}),
        (403, {"code": 20026, "message": "flagged"}),
        (403, {"code": 0, "message": "Forbidden"}),
        (404, {"code": 0, "message": "404: Not Found"}),
    ],
)
async def test_what_a_proxy_or_an_unknown_code_refuses_closes_nobody(status: int, body: dict[str, Any]):
    async with schoolhouse() as at:
        await reminded(at)
        at.wire.fail("POST", "/messages", status, body)
        await sent(sender(at))
        learner = await at.at.record.learner(Identity("discord", str(at.ada.id)))
        assert not (await at.at.record.habits(learner)).closed


async def test_after_too_many_direct_messages_discord_is_asked_for_no_new_one_for_a_while():
    async with schoolhouse() as at:
        clock = FrozenClock(datetime.now(UTC))
        opening = DirectMessages(at.client, clock)
        body = {"code": 40003, "message": "You are opening direct messages too fast."}
        # The welcome opens one.
        await at.wire.until(lambda: at.wire.sent("POST", OPENED))
        at.wire.fail("POST", OPENED, 400, body)
        for _ in range(3):
            with pytest.raises(PlatformDown):
                await opening.open(at.ada.id)
        assert len(at.wire.sent("POST", OPENED)) == 2
        clock.advance(seconds=2 * LATER.total_seconds())
        opened = await opening.open(at.ada.id)
        assert opened.id in {it.id for it in at.wire.world.backend.channels.values()}


async def test_zones_are_offered_as_one_types():
    async with schoolhouse() as at:
        offered = await at.wire.autocomplete(at.ada, at.channel, "daily on", at="8:30", zone="berl")
        assert named(offered)[0] == "Europe/Berlin"
