"""a library as it is and as it would be -> both asked the same questions, and whether the new one may come"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from evaluation.asking import Examiner, Progress, Taught, places, unknown_sources
from evaluation.commandline import Sheet, WrongSheet
from evaluation.figures import Figures, figures_of
from evaluation.reporting import failure_in_json, failure_lines, figures_in_json, percent
from evaluation.thresholds import Reached, as_json, reached
from evaluation.verdicts import Verdict
from knowledge.models import LibraryId
from knowledge.ports import Catalogue, VectorIndex

TOLERANCE = 0.02
WATCHED = ("balanced", "right")
"""The figures that may not fall by more than the tolerance."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """`former` is None where there was nothing to compare with, and empty never."""

    former: tuple[Verdict, ...] | None
    coming: tuple[Verdict, ...]
    tolerance: float = TOLERANCE
    reached: tuple[Reached, ...] = ()

    @property
    def fallen(self) -> tuple[str, ...]:
        """The watched figures that fell too far."""
        if self.former is None:
            return ()
        was, would_be = figures_of(self.former), figures_of(self.coming)
        # A fall of just the tolerance is no fall: 0.92 - 0.90 is a little over 0.02 in floats.
        return tuple(
            name for name in WATCHED if was[name].value - would_be[name].value > self.tolerance + 1e-9
        )

    @property
    def allowed(self) -> bool:
        return not self.fallen and all(one.met for one in self.reached)

    @property
    def lost(self) -> tuple[Verdict, ...]:
        """Those that were right and would not be."""
        pairs = zip(self.former or (), self.coming, strict=bool(self.former))
        return tuple(after for before, after in pairs if before.right and not after.right)

    @property
    def told(self) -> str:
        return "\n".join([*self._compared(), *self._thresholds(), *self._lost(), self._decision()])

    @property
    def figures(self) -> Mapping[str, object]:
        return {
            "allowed": self.allowed,
            "tolerance": self.tolerance,
            "before": figures_in_json(figures_of(self.former)) if self.former is not None else None,
            "after": figures_in_json(figures_of(self.coming)),
            "fallen": list(self.fallen),
            "lost": [failure_in_json(one) for one in self.lost],
            "at_least": as_json(self.reached),
        }

    def _compared(self) -> Sequence[str]:
        asked, after = f"The guard asked {len(self.coming):,} questions", figures_of(self.coming)
        if self.former is None:
            return [f"{asked}: {_listed(after)}. There was no library to compare with."]
        before = figures_of(self.former)
        return [f"{asked}.", f"  the old library: {_listed(before)}", f"  the new library: {_listed(after)}"]

    def _thresholds(self) -> Sequence[str]:
        return [
            f"  {one.wanted.name} is to be at least {percent(one.wanted.least)}, and would be "
            + (percent(one.value) if one.value == one.value else "measured by no question")
            for one in self.reached
            if not one.met
        ]

    def _lost(self) -> Sequence[str]:
        lost = self.lost
        if not lost:
            return []
        lines = [f"Right before, and not any more ({len(lost):,}):"]
        lines += [f"  {line}" for one in lost[:_SHOWN] for line in failure_lines(one)]
        return lines + ([f"  and {len(lost) - _SHOWN:,} more"] if len(lost) > _SHOWN else [])

    def _decision(self) -> str:
        if self.allowed:
            return "The new library takes the place of the old one." if self.former else "It is switched on."
        if self.former is None:
            return "Nothing was switched on."
        return "The old library is kept."


class Version(Protocol):
    """A library as it is or would be; the other ports serve both."""

    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def vectors(self) -> VectorIndex: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Asks as `studyhall eval` does, without a language model. `taught` opens a version to be asked."""

    sheet: Sheet
    taught: Callable[[Version], Taught]
    seconds: Callable[[], float]
    tolerance: float = TOLERANCE

    async def compare(
        self, library: LibraryId, former: Version | None, coming: Version, progress: Progress
    ) -> Comparison:
        """Raises WrongSheet where the questions name a source that neither version has: a source that only
        the old one has is what a guard is for."""
        examiner = Examiner(seconds=self.seconds, progress=progress)
        versions = [self.taught(one) for one in (former, coming) if one is not None]
        known = [await places(one, (library,)) for one in versions]
        if faults := tuple(unknown_sources(self.sheet.asked, known)):
            raise WrongSheet(faults)
        *before, after = [
            await examiner.examine(self.sheet.asked, one, (library,), stage="Asking the guard's questions")
            for one in versions
        ]
        found = reached(self.sheet.wanted, figures_of(after))
        return Comparison(before[0] if before else None, after, self.tolerance, found)


def _listed(figures: Figures) -> str:
    shown = ("right", "balanced", "answered", "abstained")
    return ", ".join(f"{name} {percent(figures[name].value)}" for name in shown if figures[name].measured)
