"""lesson -> pages that are read one at a time  (pure)"""

from dataclasses import dataclass

from bot.markup import parts_of, plain_of
from bot.replies import Heading, Part
from knowledge.models import HeadingPath, Lesson, Section

_LONGEST = 2500
"""Characters of Markdown after which a page ends at the next sub-heading, not only at the next heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """`heading` is empty for what stands before the first one."""

    heading: HeadingPath
    markdown: str


def pages(lesson: Lesson) -> tuple[Page, ...]:
    """A page for each outermost heading with all below it; long ones cut at sub-headings."""
    found: list[Page] = []
    for section in lesson.sections:
        text = _text(section, lesson.title)
        if found and _belongs(found[-1], section, text):
            found[-1] = Page(found[-1].heading, f"{found[-1].markdown}\n\n{text}".strip())
        elif text:
            found.append(Page(section.heading, text))
    return tuple(found)


def page_parts(page: Page) -> tuple[Part, ...]:
    """The page's parts, its own heading first."""
    parts = parts_of(page.markdown)
    if page.heading and not (parts and isinstance(parts[0], Heading)):
        return (*parts_of(f"## {page.heading[-1]}"), *parts)
    return parts


def page_of(lesson: Lesson, heading: HeadingPath) -> int:
    """The page, from 0, on which a heading's text stands; 0 where it is unknown."""
    for number, page in enumerate(pages(lesson)):
        if page.heading == heading:
            return number
    above = [n for n, page in enumerate(pages(lesson)) if page.heading and page.heading[0] in heading[:1]]
    return above[0] if above else 0


def _belongs(page: Page, section: Section, text: str) -> bool:
    if not text or _is_heading_alone(page.markdown):
        return True
    return len(section.heading) > 1 and len(page.markdown) + len(text) <= _LONGEST


def _is_heading_alone(markdown: str) -> bool:
    return "\n" not in markdown and markdown.startswith("#")


def _text(section: Section, title: str) -> str:
    """The section's Markdown, with its heading line where it has one, without the lesson's title."""
    text = section.text.strip()
    first, _, rest = text.partition("\n")
    if first.startswith("# ") and plain_of(first) == title:
        return rest.strip()
    return text if first.startswith("#") or not section.heading else _headed(section, text)


def _headed(section: Section, text: str) -> str:
    following = text.splitlines()[1:2]
    underlined = bool(following) and set(following[0].strip()) in ({"="}, {"-"})
    marks = "#" * min(6, len(section.heading) + 1)
    return text if underlined or not text else f"{marks} {section.heading[-1]}\n\n{text}"
