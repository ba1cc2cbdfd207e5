"""a round that is played together -> its questions asked, revealed and counted, one task a round

All that matters is in the record: each step reads it, does one thing and notes it there. So a restart goes on
where the last step ended, and a step that failed is done again.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dispatcher import attempted, new_error_id
from bot.errors import Gone, NotPermitted, NotTogether, PlatformDown
from bot.handlers.quiz import place_of
from bot.logs import logger
from bot.messages import together as words
from bot.messages.together import Outcome
from bot.models import Identity, LearnerId, LiveRound, QuizRound, RoundId, SpaceId
from bot.ports import Clock, Direct, Messenger, StudyRecord
from bot.replies import Reply
from bot.study import contest
from knowledge.errors import StoreUnavailable, StudyhallError
from knowledge.ports import Catalogue

RETRIES = tuple(timedelta(seconds=it) for it in (1, 5, 20, 60))
"""Pauses before a step is tried again, where the platform or the record does not answer."""


class LiveRounds:
    """`new_id` gives the number under which it is logged that a round broke off."""

    def __init__(
        self,
        *,
        record: StudyRecord,
        messenger: Messenger,
        catalogue: Catalogue,
        clock: Clock,
        new_id: Callable[[], str] = new_error_id,
    ) -> None:
        self._record, self._messenger, self._clock = record, messenger, clock
        self._catalogue, self._new_id = catalogue, new_id
        self._tasks: dict[RoundId, asyncio.Task[None]] = {}
        self._news: dict[RoundId, asyncio.Event] = {}
        self._seen: dict[RoundId, tuple[LiveRound, QuizRound]] = {}

    def wake(self, round: RoundId) -> None:
        """Something has changed: it began, somebody answered, it was stopped."""
        self._news.setdefault(round, asyncio.Event()).set()
        if round not in self._tasks:
            self._tasks[round] = asyncio.create_task(self._kept_going(round), name=f"round {round}")

    async def resume(self) -> None:
        """Go on with what the last process left. A round that nobody can want any more is closed, so that it
        does not block its channel."""
        for live in await self._record.all_live():
            asked = live.asked_at
            if not live.thread or (asked and self._clock.now() - asked > contest.GIVEN_UP):
                await self._forget(live.round)
            else:
                self.wake(live.round)

    async def close(self) -> None:
        """The rounds stand still, for the next process to go on with."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def playing(self) -> frozenset[RoundId]:
        """What is under way in this process."""
        return frozenset(self._tasks)

    async def _kept_going(self, round: RoundId) -> None:
        """What goes wrong in one round ends that one, and is told where it is played if it can be."""
        try:
            if (failed := await attempted(self._play(round), new_id=self._new_id)) is not None:
                await attempted(self._break_off(round, *failed), new_id=self._new_id)
        finally:
            del self._tasks[round], self._news[round]
            self._seen.pop(round, None)

    async def _play(self, round: RoundId) -> None:
        try:
            while await self._stepped(round):
                pass
        except StudyhallError as error:
            logger(__name__).warning(
                "a round broke off", id=self._new_id(), round=round, kind=type(error).__name__, why=str(error)
            )
            raise

    async def _stepped(self, round: RoundId) -> bool:
        """Patiently."""
        for pause in RETRIES:
            try:
                return await self._step(round)
            except (PlatformDown, StoreUnavailable):
                await self._clock.sleep_until(self._clock.now() + pause)
        return await self._step(round)

    async def _step(self, id: RoundId) -> bool:
        """Whether another comes."""
        self._news[id].clear()
        live = await self._record.live(id)
        round = await self._record.round(live.space, id) if live else None
        if live is None or round is None:
            await self._vanished(id)
            return False
        self._seen[id] = live, round
        match contest.next_step(live, round, self._clock.now()):
            case "ask":
                await self._ask(live, round)
            case "wait":
                await self._wait_for(id, contest.closes_at(live, round))
            case "reveal":
                await self._reveal(live, round)
            case "finish":
                await self._finish(live, round)
                return False
        return True

    async def _ask(self, live: LiveRound, round: QuizRound) -> None:
        """Noted as open before it is posted: an answer may come before the platform says that it was. One
        that may have been posted before shows its new time."""
        number, now = contest.number_to_ask(live), self._clock.now()
        asking = replace(live, number=number, asked_at=now, message="")
        await self._record.move_live(asking)
        closes = now + contest.time_for(round.questions[number], live.seconds)
        posted = await self._post(live, words.asked(round, number, closes), f"asked {number}")
        if live.asked_at is not None:
            await self._messenger.revise(live.space, live.thread, posted, words.asked(round, number, closes))
        await self._record.move_live(replace(asking, message=posted))

    async def _reveal(self, live: LiveRound, round: QuizRound) -> None:
        """Closed first, so that nobody answers what they read."""
        closed = replace(live, asked_at=None)
        await self._record.move_live(closed)
        await self._shut(live, round)
        after = await self._with_lapses(live, round)
        reply = words.revealed(after, await self._outcome(live.number, after), await self._names(after))
        await self._post(live, reply, f"revealed {live.number}")
        await self._record.move_live(replace(closed, message=""))
        if contest.next_step(replace(closed, message=""), after, self._clock.now()) == "ask":
            await self._wait_for(live.round, self._clock.now() + contest.PAUSE)

    async def _finish(self, live: LiveRound, round: QuizRound) -> None:
        await self._record.end_round(live.round)
        if live.message:
            await self._shut(live, round)
        count = contest.played(live)
        reply = words.podium(
            round,
            contest.standings(round, count=count),
            await self._names(round),
            count=count,
            seconds=live.seconds,
            deserted=count < len(round.questions) and contest.deserted(round, count - 1),
        )
        await self._post(live, reply, "podium")
        await self._record.close_live(live.round)

    async def _vanished(self, id: RoundId) -> None:
        """It went with the data of who had called for it: those who play are told so."""
        if seen := self._seen.get(id):
            live, round = seen
            if live.message:
                await self._shut(live, round)
            with suppress(Gone):
                await self._post(live, words.caller_gone(), "vanished")

    async def _post(self, live: LiveRound, reply: Reply, what: str) -> str:
        """Once, also where a process was killed before it could note that it had."""
        return await self._messenger.post(live.space, live.thread, reply, key=f"round {live.round} {what}")

    async def _shut(self, live: LiveRound, round: QuizRound) -> None:
        """The question without its buttons; one that a moderator took away needs none."""
        with suppress(Gone):
            closed = words.closed(round, live.number)
            await self._messenger.revise(live.space, live.thread, live.message, closed)

    async def _with_lapses(self, live: LiveRound, round: QuizRound) -> QuizRound:
        """As it stands once that question is closed: those who had joined and gave nothing have missed it."""
        held = await self._record.round(live.space, live.round) or round
        for lapse in contest.lapses(held, live.number):
            await self._record.add_response(live.round, lapse)
        return await self._record.round(live.space, live.round) or held

    async def _outcome(self, number: int, round: QuizRound) -> Outcome:
        place = await place_of(round.questions[number], catalogue=self._catalogue)
        standings = contest.standings(round, count=number + 1)
        return Outcome(number, contest.answers(round, number), standings, place)

    async def _names(self, round: QuizRound) -> Mapping[LearnerId, str]:
        platform, _, _ = round.space.partition(":")
        return await self._record.names(contest.players(round), platform)

    async def _break_off(self, round: RoundId, happened: str, advice: str) -> None:
        live = await self._record.live(round)
        await self._forget(round)
        if live is None:
            return
        told = words.broke_off(happened, advice)
        try:
            await self._messenger.post(live.space, live.thread, told)
        except (Gone, NotPermitted):
            # Where it was called for, somebody may be able to mend what is wrong with the thread.
            await self._messenger.post(live.space, live.channel, told)

    async def _forget(self, round: RoundId) -> None:
        await self._record.end_round(round)
        await self._record.close_live(round)

    async def _wait_for(self, round: RoundId, moment: datetime | None) -> None:
        """Until then, or until there is news of that round."""
        if moment is None:
            return
        waits = (
            asyncio.ensure_future(self._clock.sleep_until(moment)),
            asyncio.ensure_future(self._news[round].wait()),
        )
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()


class NobodyThere:
    """The Messenger of a platform on which all that is said answers a command."""

    async def post(self, space: SpaceId, channel: str, reply: Reply, *, key: str = "") -> str:
        raise Gone("There is no channel here to write to.")

    async def revise(self, space: SpaceId, channel: str, message: str, reply: Reply) -> None:
        raise Gone("There is no channel here to write to.")

    async def open_thread(self, space: SpaceId, channel: str, title: str) -> str:
        raise NotTogether(words.NOBODY_HERE)

    async def open_direct(self, identity: Identity) -> Direct:
        raise NotTogether(
            "Nobody can be written to here.", hint="Turn it on where you get messages: in Discord."
        )
