"""bytes -> text, front matter, YAML and JSON values; what is broken becomes a sentence"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import UnreadableSource

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# What shows nothing: it would hide words from a search, and a reader from what a text says.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: its front matter (empty where it has none) and the text behind it.

    `notes` say where the front matter could not be used."""

    front: Mapping[str, object]
    body: str
    notes: tuple[str, ...] = ()


def text_of(data: bytes) -> str:
    """With \\n for line ends, no byte order mark, no characters that show nothing, no blank space behind.
    Raises UnreadableSource."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableSource("The file is empty.")
    text = _UNSEEN.sub("", _decoded(data))
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _as(data, encoding)
    try:
        return data.decode("utf-8").replace("\x00", "\ufffd")
    except UnicodeDecodeError:
        return _as(data, "cp1252")


def _as(data: bytes, encoding: str) -> str:
    """Windows' own alphabet takes nearly any bytes: control characters tell that they were no text."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise UnreadableSource("It is not text that we can read: save it as UTF-8.")
    return text


def page_of(text: str) -> Page:
    """Broken front matter is a note, not an end: the text behind it is read all the same."""
    match = _FRONT.match(text)
    if not match:
        return Page({}, text)
    body = text[match.end() :]
    try:
        front = yaml_of(match[1], line=2)
    except UnreadableSource as error:
        return Page({}, body, (f"The front matter was left out: {error}",))
    if not front:
        return Page({}, body)
    if not isinstance(front, dict):
        # Two rules with text between them, at the very top, are just that.
        return Page({}, text)
    return Page({str(key): value for key, value in front.items()}, body)


def yaml_of(text: str, line: int = 1) -> object:
    """Raises UnreadableSource, naming the line; `line` is that of the text's first line in its file."""
    import yaml

    # Every value stays the text that its author wrote: NO, null, 1.10 and 12:30 are words in a glossary.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + line}" if mark else ""
        problem = getattr(error, "problem", None) or "a value is not what it looks like"
        raise UnreadableSource(
            f"The YAML is broken{where} ({problem}): put text with : or # in quotes."
        ) from error


def json_of(text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableSource(f"The JSON is broken{where}: {_problem(error)}.") from error


def json_lines_of(text: str) -> list[object]:
    """One value a line; blank lines are passed over."""
    values: list[object] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except (json.JSONDecodeError, RecursionError) as error:
                raise UnreadableSource(f"The JSON is broken in line {number}: {_problem(error)}.") from error
    return values


def _problem(error: Exception) -> str:
    return (
        error.msg[:1].lower() + error.msg[1:]
        if isinstance(error, json.JSONDecodeError)
        else "nested too deeply"
    )
