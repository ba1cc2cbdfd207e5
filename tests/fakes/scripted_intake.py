"""An intake that keeps what it was given, and says what it was told to say"""

from collections.abc import Callable, Sequence

from bot.errors import UnusableMaterial
from bot.models import Upload
from bot.ports import Taken
from knowledge.models import Change, Lesson, Library, LibraryId, Section
from tests.fakes.memory_catalogue import MemoryCatalogue


class ScriptedIntake:
    """Every file is a lesson of `catalogue`, called after it; one that ends in ".pdf" cannot be read. `sent`
    are the files by library, in order. `seen` is called when a library is about to be switched on."""

    def __init__(
        self, catalogue: MemoryCatalogue | None = None, *, seen: Callable[[LibraryId], object] | None = None
    ) -> None:
        self._catalogue = catalogue or MemoryCatalogue()
        self._seen = seen
        self.sent: dict[LibraryId, list[Upload]] = {}
        self.titles: dict[LibraryId, str] = {}
        self.forgotten: list[LibraryId] = []

    async def add(self, library: LibraryId, title: str, files: Sequence[Upload]) -> Taken:
        read = [file for file in files if not file.name.endswith(".pdf")]
        skipped = tuple((file.name, "It is a PDF.") for file in files if file not in read)
        if not read:
            raise UnusableMaterial(f"{skipped[0][0]}: {skipped[0][1]}")
        if self._seen:
            self._seen(library)
        lessons = tuple(_lesson(library, file) for file in read)
        await self._catalogue.switch(Change(Library(library, title), lessons=lessons))
        self.sent.setdefault(library, []).extend(read)
        self.titles[library] = title
        return Taken(len(lessons), 0, skipped)

    async def forget(self, library: LibraryId) -> None:
        await self._catalogue.forget(library)
        self.sent.pop(library, None)
        self.forgotten.append(library)


def _lesson(library: LibraryId, file: Upload) -> Lesson:
    text = file.content.decode("utf-8", "replace")
    return Lesson(library, file.name, file.name, file.name, (Section((), text),))
