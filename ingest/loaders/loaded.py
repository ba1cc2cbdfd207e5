"""what one source file gave: lessons, terms, aliases for terms of other files, notes"""

from dataclasses import dataclass

from knowledge.models import Lesson, Term


@dataclass(frozen=True, slots=True)
class Loaded:
    """`aliases` are (alias, name of the term meant) from "see X" entries whose X is not in this file:
    X may be a term's name, alias or slug, in any case. `notes` are sentences on what was left out, for
    the report."""

    lessons: tuple[Lesson, ...] = ()
    terms: tuple[Term, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
