"""/link: a code from one platform, typed on the other -> one learner"""

from dataclasses import dataclass

from bot.commands import Link
from bot.errors import BadCommand
from bot.messages import linking as words
from bot.models import LearnerId, Origin
from bot.ports import Clock, Dice, StudyRecord
from bot.replies import Reply
from bot.study.joining import ALPHABET, CODE_LENGTH, MOST_TRIES, VALID, digest_of, spelled


@dataclass(frozen=True, slots=True)
class Linking:
    record: StudyRecord
    clock: Clock
    dice: Dice

    async def link(self, command: Link, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        return await (self._join(command.code, learner) if command.code.strip() else self._code(learner))

    async def _code(self, learner: LearnerId) -> Reply:
        code, now = self.dice.token(ALPHABET, CODE_LENGTH), self.clock.now()
        await self.record.keep_link_code(learner, digest_of(code), now + VALID, now)
        return words.code(spelled(code), now + VALID)

    async def _join(self, typed: str, learner: LearnerId) -> Reply:
        """Counted before it is looked at: many at once are no more tries than one after the other."""
        digest, now = digest_of(typed), self.clock.now()
        if not await self.record.count_link_try(learner, now, most=MOST_TRIES, within=VALID):
            raise BadCommand("That were too many codes.", hint=words.WAIT)
        if await self.record.link_code(digest, now) == learner:
            return words.own()
        linked = await self.record.link(learner, digest, now)
        if linked is None:
            raise BadCommand("I do not know that code, or it has expired.", hint=words.HOW)
        return words.linked(linked)
