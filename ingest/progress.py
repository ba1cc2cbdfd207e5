"""how far an ingest is -> a bar with rate and time left, on a terminal"""

from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress(Protocol):
    """What an ingest tells of its way. Stages follow one another; each ends where the next begins."""

    def begin(self, stage: str, total: int) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


class SilentProgress:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None: ...

    def begin(self, stage: str, total: int) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


class BarProgress:
    """A line of rich for each stage, gone at the end: the report tells what remains to be told."""

    def __init__(self, stream: TextIO) -> None:
        self._bars = _bars(stream)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def begin(self, stage: str, total: int) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(stage, total=total, rate="")

    def advance(self, steps: int = 1) -> None:
        if self._task is None:
            return
        self._bars.advance(self._task, steps)
        speed = next(task.speed for task in self._bars.tasks if task.id == self._task)
        self._bars.update(self._task, rate=f"{speed:,.0f}/s" if speed else "")


def progress_for(stream: TextIO) -> BarProgress | SilentProgress:
    return BarProgress(stream) if stream.isatty() else SilentProgress()


def _bars(stream: TextIO) -> "Bars":
    # rich takes 0.1 s to import: only an ingest that someone watches pays for it
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    return Bars(*columns, console=Console(file=stream), transient=True)
