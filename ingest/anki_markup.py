"""a field of an Anki note, HTML -> Markdown that shows its words; its cloze gaps -> questions  (pure)"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from knowledge.quizzes.subjects import BLANK

_DROPPED = {"script", "style", "head", "title", "svg", "object", "iframe", "audio", "video", "template"}
_PARAGRAPHS = {"p", "div", "ul", "ol", "table", "blockquote", "pre", "section", "article", "hr"}
_PARAGRAPHS |= {f"h{level}" for level in range(1, 7)}
_LINES = {"br", "tr", "dt", "dd"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SHIFTED = {"sup": (_RAISED, "^"), "sub": (_LOWERED, "_")}

_DECLARATION = re.compile(r"<![^<>]*>")
# More digits than any letter has, and than Python turns into a number.
_NO_LETTER = re.compile(r"&#\d{8,};?")
# No tag begins with it; and html.parser looks for its end again and again.
_STRAY = re.compile(r"<(?![^<>]*>)")
# Each search ends where another of its kind begins: from many beginnings without an end, none is looked for
# through all that follows.
_PLAYED = re.compile(r"\[(?:sound|anki):[^\[\]]*\]")
_FORMULA = re.compile(
    r"\\\(((?:(?!\\\().){1,1000}?)\\\)"
    r"|\\\[((?:(?!\\\[).){1,1000}?)\\\]"
    r"|\[\$\]((?:(?!\[\$\]).){1,1000}?)\[/\$\]"
    r"|\[\$\$\]((?:(?!\[\$\$\]).){1,1000}?)\[/\$\$\]"
    r"|\[latex\]((?:(?!\[latex\]).){1,1000}?)\[/latex\]",
    re.DOTALL,
)
_LINK = re.compile(r"\[(?=[^\[\]]*\][(\[])")
_MARKS = re.compile(r"[*`<\\]")
# What would make a heading, a quote, a rule, a fence or a definition of a line of words.
_LEAD = re.compile(r"^(?=[#>=~]|[-_+](?:[-_+ ]|$)|\[[^\[\]]*\]:|\|)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s)", re.MULTILINE)
_NUMBER = re.compile(r"\{\{c(\d{1,3})::")
_GAP = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{c\d|\}\}).)*)\}\}", re.DOTALL)
_ITEM = "\ue000"
_DEEPEST, _MOST_GAPS, _MOST_WITHIN = 8, 30, 50


@dataclass(frozen=True, slots=True)
class Gap:
    """`prompt` is Markdown with BLANK for what is asked; `answer` what stood there."""

    prompt: str
    answer: str


def markdown_of(html: str) -> str:
    """Paragraphs, lines, lists and formulas between dollars stay; pictures, sounds, scripts, styles, links'
    targets and emphasis go. Empty where there are no words."""
    reader = _Reader()
    spoken = _PLAYED.sub("", _DECLARATION.sub("", _without_comments(html))).replace(_ITEM, "")
    spoken = _NO_LETTER.sub("\ufffd", spoken)
    reader.feed(_STRAY.sub("&lt;", spoken))
    reader.close()
    return _tidy("".join(reader.found))


def _without_comments(html: str) -> str:
    """One without an end is no comment."""
    kept, done = [], 0
    while (begins := html.find("<!--", done)) >= 0 and (ends := html.find("-->", begins + 4)) >= 0:
        kept.append(html[done:begins])
        done = ends + 3
    return "".join((*kept, html[done:]))


def is_cloze(markdown: str) -> bool:
    return _GAP.search(markdown) is not None


def gaps_of(markdown: str) -> tuple[Gap, ...]:
    """One for each number, in order; the other gaps are filled."""
    numbers = sorted({int(match[1]) for match in _NUMBER.finditer(markdown)})[:_MOST_GAPS]
    return tuple(gap for gap in (_gap(markdown, number) for number in numbers) if gap.answer)


def filled(markdown: str) -> str:
    """Every gap with what stood there."""
    return _innermost_first(lambda match: match[2].partition("::")[0], markdown)


def _innermost_first(shown: Callable[[re.Match[str]], str], markdown: str) -> str:
    for _ in range(_DEEPEST):
        markdown, gaps = _GAP.subn(shown, markdown)
        if not gaps:
            break
    return markdown


def _gap(markdown: str, number: int) -> Gap:
    answers: list[str] = []

    def shown(match: re.Match[str]) -> str:
        word, _, hint = match[2].partition("::")
        if int(match[1]) != number:
            return word
        answers.append(word.strip())
        return f"{BLANK} ({hint.strip()})" if hint.strip() else BLANK

    prompt = _innermost_first(shown, markdown)
    return Gap(prompt, ", ".join(dict.fromkeys(filter(None, answers))))


class _Reader(HTMLParser):
    """`found` are Markdown pieces and line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._within: list[str] = []
        self._shift = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            # Deeper than that, nobody nests what is not shown.
            self._within += [tag] if len(self._within) < _MOST_WITHIN else []
        elif tag in _SHIFTED:
            self._shift = tag
        elif tag == "li":
            self.found.append(f"\n{_ITEM}")
        elif tag in _PARAGRAPHS and self.found[-1:] != [f"\n{_ITEM}"]:
            self.found.append("\n\n")
        elif tag in _LINES:
            self.found.append("\n")
        elif tag in ("td", "th"):
            self.found.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            # One that was never closed ends with whatever it lies in.
            del self._within[self._within.index(tag) if tag in self._within else len(self._within) :]
        elif tag in _SHIFTED:
            self._shift = ""
        elif tag in _PARAGRAPHS:
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.found.append(_shifted(data, self._shift) if self._shift else data)


def _shifted(text: str, tag: str) -> str:
    table, sign = _SHIFTED[tag]
    return text.translate(table) if all(ord(letter) in table for letter in text) else f"{sign}{text}"


def _tidy(text: str) -> str:
    """Blank space as Markdown wants it, and words that mean no more than they say."""
    shown = "".join(_escaped(text)).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in shown.split("\n")]
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    words = _NUMBERED.sub(r"\1\\\2", _LEAD.sub(r"\\", words))
    return _listed(words)


def _escaped(text: str) -> Iterator[str]:
    """Formulas as they are, between dollars on one line; all other marks as what they look like."""
    done = 0
    for match in _FORMULA.finditer(text):
        yield as_words(text[done : match.start()])
        yield f"${' '.join(next(filter(None, match.groups())).split())}$"
        done = match.end()
    yield as_words(text[done:])


def as_words(text: str) -> str:
    """Within a line: what would be a mark, a tag or a link is what it looks like."""
    return _LINK.sub("&#91;", _MARKS.sub(lambda mark: f"\\{mark[0]}", text))


def _listed(words: str) -> str:
    """Each item on a line of its own, an empty line before the first and after the last; a single line end
    elsewhere is a hard one."""
    parts: list[str] = []
    for line in words.split("\n"):
        item = line.startswith(_ITEM)
        plain = line.replace(_ITEM, "").strip()
        if item and not plain:
            continue
        before = parts[-1] if parts else ""
        if before and plain and before.startswith("- ") != item:
            parts.append("")
        elif before and plain and not item:
            parts[-1] = f"{before}\\"
        parts.append(f"- {plain}" if item else plain)
    return "\n".join(parts).strip()
