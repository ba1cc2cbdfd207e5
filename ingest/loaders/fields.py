"""a mapping that a person wrote -> values of the right type, and a note for each that is not"""

import math
from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar("_T")


class Fields:
    """Reads fields by name, ignoring case, `_` and `-`. What has the wrong type is left out with a note in
    `notes`; what is missing or empty is left out in silence. `where` begins each note."""

    def __init__(self, values: Mapping[str, object], notes: list[str], where: str = "") -> None:
        self._values = {_key(name): value for name, value in values.items()}
        self._where = where
        self.notes = notes

    def __contains__(self, name: str) -> bool:
        return self._values.get(_key(name)) not in (None, "", [], {})

    def raw(self, *names: str) -> object:
        """The first of `names` that is there and not empty, as it was written; else None."""
        return next((self._values[_key(name)] for name in names if name in self), None)

    def text(self, *names: str) -> str:
        value = self.raw(*names)
        if value is None:
            return ""
        if is_scalar(value):
            return as_text(value)
        return self._wrong(names[0], "write it as one text", "")

    def texts(self, *names: str, commas: bool = True) -> tuple[str, ...]:
        """A list, or one text cut at its commas."""
        value = self.raw(*names)
        if value is None:
            return ()
        if is_scalar(value):
            parts = as_text(value).split(",") if commas else [as_text(value)]
            return tuple(part.strip() for part in parts if part.strip())
        if isinstance(value, list) and all(is_scalar(item) for item in value):
            return tuple(as_text(item) for item in value if as_text(item))
        return self._wrong(names[0], "write it as a list of texts", ())

    def number(self, *names: str) -> float | None:
        value = self.raw(*names)
        if value is None:
            return None
        try:
            number = math.nan if isinstance(value, bool) else float(str(value))
        except ValueError:
            number = math.nan
        return number if math.isfinite(number) else self._wrong(names[0], "write it as a number", None)

    def flag(self, name: str) -> bool:
        value = self.raw(name)
        if value is None:
            return False
        answer = str(value).strip().lower()
        if answer in ("true", "yes", "on", "false", "no", "off"):
            return answer in ("true", "yes", "on")
        return self._wrong(name, "write true or false", False)

    def mappings(self, name: str) -> list[Mapping[str, object]]:
        """A list of mappings; those of its items that are none are left out with a note each."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            return self._wrong(name, "write it as a list, each item beginning with “- ”", [])
        found = [{str(key): part for key, part in item.items()} for item in value if isinstance(item, dict)]
        if len(found) < len(value):
            self._wrong(name, "each item must have named fields", None)
        return list(found)

    def _wrong(self, name: str, advice: str, instead: _T) -> _T:
        self.note(f"“{name}” was left out: {advice}.")
        return instead

    def note(self, sentence: str) -> None:
        self.notes.append(f"{self._where}{sentence}")


def is_scalar(value: object) -> bool:
    return value is not None and not isinstance(value, (list, dict, set, bytes))


def as_text(value: object) -> str:
    return str(value).strip()


def _key(name: str) -> str:
    return name.strip().lower().replace("_", " ").replace("-", " ")
