"""An answer grows by edits, at most one a second"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.platforms.discord.streaming import stream
from bot.replies import Reply, paragraph
from tests.fakes.clock import FrozenClock


def grown(words: str, *, partial: bool = True) -> Reply:
    return Reply((paragraph(words),), partial=partial)


async def given(*replies: Reply) -> AsyncIterator[Reply]:
    for reply in replies:
        yield reply
        await asyncio.sleep(0)


class Shown:
    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock
        self.at: list[tuple[datetime, Reply]] = []

    async def show(self, reply: Reply) -> None:
        self.at.append((self._clock.now(), reply))


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_between_two_edits_a_second_passes_and_what_grew_meanwhile_is_shown_at_once():
    clock = FrozenClock()
    shown = Shown(clock)
    one, two, three, whole = grown("1"), grown("2"), grown("3"), grown("4", partial=False)
    streaming = asyncio.create_task(stream(given(one, two, three, whole), shown.show, clock=clock))
    await settle()
    assert [reply for _, reply in shown.at] == [one]
    clock.advance(seconds=1)
    assert await streaming == whole
    assert [reply for _, reply in shown.at] == [one, whole]
    assert (shown.at[1][0] - shown.at[0][0]).total_seconds() >= 1


async def test_a_whole_answer_is_shown_without_waiting():
    clock = FrozenClock()
    shown = Shown(clock)
    whole = grown("all", partial=False)
    assert await stream(given(whole), shown.show, clock=clock) == whole
    assert len(shown.at) == 1


async def test_an_answer_that_cannot_be_shown_is_not_made_further():
    made = []

    async def endless() -> AsyncIterator[Reply]:
        while True:
            made.append(1)
            yield grown("more")
            await asyncio.sleep(0)

    async def refused(_: Reply) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await stream(endless(), refused, clock=FrozenClock())
    before = len(made)
    await settle()
    assert len(made) == before
