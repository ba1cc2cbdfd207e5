"""What can go wrong with the material

StudyhallError
├── NothingIngested          no library was ingested yet
├── UnknownLibrary           no library has that slug
├── UnknownLesson            no lesson answers to that name
├── LibraryBusy              another ingest holds the library
├── NothingReadable          an ingest found nothing that it can read
├── GuardRefused             the new version of a library answers worse than its guard allows
├── UnreadableSource         one file cannot be read: it is skipped, with the reason
├── EmbedderMismatch         the library was embedded by another embedder
├── EmbedderMissing          the embedder's weights were not exported yet
├── RerankerMissing          the reranker's weights are not on this machine
├── StoreUnavailable         the database or the vector store does not answer
└── ModelUnavailable         the language model gave no usable words
    ├── ModelTimedOut
    ├── ModelQuotaSpent
    └── ModelRejected        wrong key, unknown model

Each carries `hint`: one sentence that says what to do.
"""

import re
from collections.abc import Mapping, Sequence
from shlex import quote

PROGRAM = "studyhall"
_COMMAND = re.compile(rf"(?<!\S){PROGRAM} (?=(?:ingest|doctor)\b)")


def typed_here(hint: str, program: str) -> str:
    """The hint with each command of ours as it must be typed: `program` is "studyhall --data elsewhere"."""
    return _COMMAND.sub(lambda _: f"{program} ", hint)


class StudyhallError(Exception):
    """The root of all. `str()` is one sentence for a person; `hint` says what to do next."""

    hint = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint or self.hint


class NothingIngested(StudyhallError):
    hint = "Run: studyhall ingest FOLDER"


class UnknownLibrary(StudyhallError):
    hint = "Run: studyhall ingest --library SLUG FOLDER"


class UnknownLesson(StudyhallError):
    hint = "Type /lessons to see what there is."


class LibraryBusy(StudyhallError):
    hint = "Wait until the other ingest has ended, then run this one again."


class NothingReadable(StudyhallError):
    hint = "Give a folder with Markdown lessons, or a glossary in Markdown, CSV, YAML or JSON."


class GuardRefused(StudyhallError):
    """`told` is what the guard found, in lines for a person; `figures` the same for a script."""

    hint = "Mend what is named above, or run it again without --guard."

    def __init__(self, library: str, *, told: str, figures: Mapping[str, object]) -> None:
        super().__init__(f"The new version of “{library}” was not switched on.")
        self.told, self.figures = told, figures


class UnreadableSource(StudyhallError):
    """`str()` is the reason alone; whoever catches it knows the path."""


class EmbedderMismatch(StudyhallError):
    """The vectors of `library`, made by the embedder `was`, say nothing to the one in use, `now`; the hint is
    the command that makes them anew from its `roots`."""

    def __init__(self, library: str, roots: Sequence[str], *, was: str, now: str) -> None:
        super().__init__(
            f"The library “{library}” was embedded by {was}, and the embedder is now {now}.",
            hint=f"Run: studyhall ingest --library {library} --reembed {' '.join(map(quote, roots))}",
        )


class EmbedderMissing(StudyhallError):
    hint = "Run: studyhall setup"


class RerankerMissing(StudyhallError):
    hint = (
        "Give STUDYHALL_RERANKER the folder of a cross-encoder, or fetch a named one once: hf download NAME"
    )


class StoreUnavailable(StudyhallError):
    hint = "Check STUDYHALL_DATABASE_URL and STUDYHALL_CHROMA_URL, then try again."


class ModelUnavailable(StudyhallError):
    hint = "Check STUDYHALL_CHAT_MODEL and the model's server; answers go on without a model."


class ModelTimedOut(ModelUnavailable):
    pass


class ModelQuotaSpent(ModelUnavailable):
    hint = "Wait a while, or look at the account's limits; answers go on without a model."


class ModelRejected(ModelUnavailable):
    hint = "Check the key and the model's name."
