"""/daily on Discord: the direct message is opened at once, and comes once"""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.clock import SystemClock
from bot.errors import PlatformDown
from bot.messages.daily import daily
from bot.models import Claim, Identity
from bot.platforms.discord.messenger import DiscordMessenger
from bot.routines.dailies import Dailies, key_of
from bot.spaces import libraries_of
from tests.fakes.clock import FrozenClock
from tests.platforms.discord.schoolhouse import Schoolhouse, named, schoolhouse

UPDATE = 6
OPENED = "/users/@me/channels"
LATER = timedelta(minutes=5)


async def reminded(at: Schoolhouse) -> None:
    """Ada has cards, and her daily message is due."""
    await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
    on = await at.wire.slash(at.ada, at.channel, "daily on", at="8:30", zone="Europe/Berlin")
    assert on.ephemeral
    assert "each day at 8" in (await on.reply()).words
    learner = await at.at.record.learner(Identity("discord", str(at.ada.id), at.ada.name))
    await at.at.record.set_habits(learner, await at.at.record.habits(learner), SystemClock().now())


def sender(at: Schoolhouse) -> Dailies:
    libraries = partial(libraries_of, record=at.at.record, catalogue=at.at.ports.catalogue)
    clock = SystemClock()
    return Dailies("discord", at.at.record, libraries, DiscordMessenger(at.client, clock), clock)


async def test_the_message_comes_where_daily_was_turned_on_and_is_answered_with_one_tap():
    async with schoolhouse() as at:
        await reminded(at)
        assert await sender(at).once() == 1
        (channel,) = [it for it in at.wire.world.backend.channels.values() if at.ada.id in it.recipient_ids]
        (message,) = at.wire.messages(channel)
        assert "2 cards are waiting for you." in message.words
        started = await at.wire.tap(at.ada, message, "Start")
        assert started.kind == UPDATE
        front = await started.reply(lambda it: "due" in it.words)
        assert front.id == message.id
        await at.wire.tap(at.ada, front, "Reveal")


async def test_a_message_that_was_sent_before_the_bot_was_killed_is_not_sent_again():
    async with schoolhouse() as at:
        await reminded(at)
        (claim,) = await at.at.record.claim_dailies(
            "discord", SystemClock().now(), lease=timedelta(), count=1
        )
        habits = await at.at.record.habits(claim.learner)
        reply = daily(2)
        messenger = DiscordMessenger(at.client, SystemClock())
        sent = [
            await messenger.post(habits.space, habits.channel, reply, key=key_of(claim)) for _ in range(2)
        ]
        assert sent[0] == sent[1]
        tomorrow = key_of(Claim(claim.learner, claim.due + timedelta(days=1), claim.first))
        assert await messenger.post(habits.space, habits.channel, reply, key=tomorrow) != sent[0]


async def test_closed_direct_messages_are_told_at_the_next_review():
    async with schoolhouse() as at:
        await reminded(at)
        at.wire.fail(
            "POST", "/messages", 403, {"code": 50007, "message": "Cannot send messages to this user"}
        )
        await sender(at).once()
        told = await at.wire.slash(at.ada, at.channel, "review")
        assert "could not send you your daily message" in (await told.reply()).words


async def test_after_too_many_direct_messages_discord_is_asked_for_no_new_one_for_a_while():
    async with schoolhouse() as at:
        clock = FrozenClock(datetime.now(UTC))
        messenger = DiscordMessenger(at.client, clock)
        body = {"code": 40003, "message": "You are opening direct messages too fast."}
        # The welcome opens one.
        await at.wire.until(lambda: at.wire.sent("POST", OPENED))
        at.wire.fail("POST", OPENED, 400, body)
        ada = Identity("discord", str(at.ada.id), "ada")
        for _ in range(3):
            with pytest.raises(PlatformDown):
                await messenger.open_direct(ada)
        assert len(at.wire.sent("POST", OPENED)) == 2
        clock.advance(seconds=2 * LATER.total_seconds())
        direct = await messenger.open_direct(ada)
        assert direct.space == f"discord:user:{at.ada.id}"


async def test_zones_are_offered_as_one_types():
    async with schoolhouse() as at:
        offered = await at.wire.autocomplete(at.ada, at.channel, "daily on", at="8:30", zone="berl")
        assert named(offered)[0] == "Europe/Berlin"
