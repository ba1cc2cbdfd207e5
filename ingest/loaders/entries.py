"""one entry of a glossary, as its file holds it"""

from dataclasses import dataclass

from knowledge.models import RelatedTerm, TermSection


@dataclass(frozen=True, slots=True)
class See:
    """Where an entry without a text of its own points: the words, and the anchor of their link, if any."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is what the file itself calls the entry in links and references; may be empty."""

    name: str
    sections: tuple[TermSection, ...] = ()
    aliases: tuple[str, ...] = ()
    category: str = ""
    related: tuple[RelatedTerm, ...] = ()
    key: str = ""
    url: str = ""
    see: See | None = None
