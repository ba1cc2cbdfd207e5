"""an error -> what the learner is told: what happened and what to do next, never the exception itself"""

from collections.abc import Callable

from bot.replies import Part, Reply, paragraph
from knowledge.errors import StudyhallError

Words = Callable[[Exception, str], Reply]


def for_error(error: Exception, *, id: str) -> Reply:
    """The words for the most specific class that has any; `id` is that under which it was logged."""
    words = next(_FOR_ERROR[kind] for kind in type(error).__mro__ if kind in _FOR_ERROR)
    return words(error, id)


def _known(error: Exception, _: str) -> Reply:
    assert isinstance(error, StudyhallError)
    parts: tuple[Part, ...] = (paragraph(str(error), "bad"),)
    return Reply((*parts, paragraph(error.hint, "quiet")) if error.hint else parts, private=True)


def _unexpected(_: Exception, id: str) -> Reply:
    return Reply(
        (
            paragraph("Something went wrong on my side, not yours.", "bad"),
            paragraph(f"Try again; if it stays so, tell your teacher this number: {id}.", "quiet"),
        ),
        private=True,
    )


_FOR_ERROR: dict[type, Words] = {StudyhallError: _known, Exception: _unexpected}
