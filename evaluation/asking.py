"""questions -> verdicts, by the answerer and the retriever that learners ask"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from evaluation.places import Places
from evaluation.questions import Asked, Fault
from evaluation.verdicts import Reply, Verdict, judged
from knowledge.answerer import Answerer
from knowledge.models import LibraryId
from knowledge.ports import Catalogue
from knowledge.retriever import Retriever

_PASSAGES = 10


class Taught(Protocol):
    """What is asked: knowledge.wiring makes it."""

    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def retriever(self) -> Retriever: ...
    @property
    def answerer(self) -> Answerer: ...


class Progress(Protocol):
    def begin(self, stage: str, total: int) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """`written`: where there is a language model, it words the answers. `seconds` never goes back."""

    seconds: Callable[[], float]
    progress: Progress
    written: bool = False

    async def examine(
        self,
        asked: Sequence[Asked],
        taught: Taught,
        libraries: tuple[LibraryId, ...],
        *,
        stage: str = "Asking",
    ) -> tuple[Verdict, ...]:
        """In the order of `asked`, one after the other, so that the seconds are those of one learner."""
        known = await places(taught, libraries)
        self.progress.begin(stage, len(asked))
        verdicts = []
        for one in asked:
            reply = await self._reply(one.question, taught, libraries)
            verdicts.append(judged(one, reply, frozenset().union(*map(known.find, one.sources))))
            self.progress.advance()
        return tuple(verdicts)

    async def _reply(self, question: str, taught: Taught, libraries: tuple[LibraryId, ...]) -> Reply:
        began = self.seconds()
        growing = taught.answerer.answer(question, libraries, written=self.written)
        answer = [answer async for answer in growing][-1]
        took = self.seconds() - began
        return Reply(answer, await taught.retriever.find(question, libraries, k=_PASSAGES), took)


async def places(taught: Taught, libraries: tuple[LibraryId, ...]) -> Places:
    return Places(await taught.catalogue.lessons(libraries), await taught.catalogue.terms(libraries))


def unknown_sources(asked: Sequence[Asked], known: Sequence[Places]) -> Iterator[Fault]:
    """Of those that matter, such as none of `known` has: most are slips of the hand."""
    for one in asked:
        for name in one.sources if one.answerable else ():
            if not any(places.find(name) for places in known):
                near = next((meant for places in known if (meant := places.near(name))), "")
                advice = f"Did you mean “{near}”?" if near else "Write a lesson's path, title or slug."
                yield Fault(one.line, f"There is no lesson and no term called “{name}”.", advice)
