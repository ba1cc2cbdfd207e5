"""/mydata: what is held of a learner -> files for them to keep; or nothing is held any more"""

import asyncio
from dataclasses import dataclass

from bot.commands import AskToForgetMe, ExportMyData, ForgetMe, KeepMyData
from bot.errors import StaleButton
from bot.messages import own as words
from bot.models import Origin
from bot.ports import Clock, StudyRecord
from bot.replies import Reply
from bot.study.anki.package import apkg
from bot.study.owned import as_csv, as_json, owned, sized


@dataclass(frozen=True, slots=True)
class TheirOwn:
    record: StudyRecord
    clock: Clock

    async def export(self, command: ExportMyData, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        everything = await self.record.everything_of(learner)
        habits = await self.record.habits(learner)

        def written() -> words.Files:
            found = owned(everything)
            deck = apkg(found.cards, found.reviews, habits=habits, now=self.clock.now())
            return words.Files(
                sized("studyhall.json", as_json(everything)),
                sized("reviews.csv", as_csv(found)),
                ("studyhall.apkg", deck),
            )

        files = await asyncio.to_thread(written)
        return words.exported(files, len(everything["cards"]), len(everything["card_reviews"]))

    async def ask_to_forget(self, command: AskToForgetMe, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        return words.asked(learner, await self.record.count_of(learner))

    async def forget_me(self, command: ForgetMe, origin: Origin) -> Reply:
        learner = await self.record.learner(origin.identity)
        if learner != command.learner:
            raise StaleButton("That button deletes nothing any more.")
        await self.record.forget_learner(learner, self.clock.now())
        return words.forgotten()

    async def keep_my_data(self, command: KeepMyData, origin: Origin) -> Reply:
        return words.kept()
