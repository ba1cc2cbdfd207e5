"""records and rows with a term and a definition, whatever they call them -> entries"""

from collections.abc import Mapping, Sequence

from ingest.loaders.entries import Entry, See
from ingest.loaders.fields import Fields, as_text, is_scalar
from knowledge.models import RelatedTerm, TermSection

NAMES = (
    *("term", "word", "concept", "headword", "expression", "entry", "name", "title", "keyword", "key term"),
    *("vocabulary", "phrase", "label", "lemma", "acronym", "abbreviation", "front", "key"),
)
DEFINITIONS = (
    *(
        "definition",
        "def",
        "definitions",
        "meaning",
        "explanation",
        "description",
        "desc",
        "gloss",
        "summary",
    ),
    *(
        "text",
        "content",
        "body",
        "details",
        "stands for",
        "expansion",
        "full form",
        "long form",
        "answer",
        "back",
    ),
)
ALIASES = (
    *("aliases", "alias", "synonyms", "synonym", "also known as", "aka", "acronym", "acronyms"),
    *("abbreviation", "abbreviations", "abbr", "short form", "short", "other names", "variants"),
)
CATEGORIES = (
    "category",
    "categories",
    "topic",
    "topics",
    "tag",
    "tags",
    "group",
    "subject",
    "area",
    "field",
    "domain",
)
RELATED = ("related", "related terms", "see also", "ref", "refs", "related concepts")
SECTIONS = {
    "in short": "In short",
    "everyday example": "Everyday example",
    "why it matters": "Why it matters",
    "how it works": "How it works",
    "example": "Example",
    "examples": "Examples",
    "common mistakes": "Common mistakes",
    "career": "Career",
    "usage": "Usage",
    "note": "Note",
    "notes": "Notes",
}
"""Further columns that are parts of a card."""


def entry_of(record: Mapping[str, object], language: str, name: str = "") -> Entry:
    """`name` is the key that the record stands under, where that is its name or names it for references."""
    fields = Fields(localized(record, language), [])
    written = _first_text(fields, NAMES)
    return Entry(
        name=written or name.replace("_", " "),
        sections=_sections(fields),
        aliases=_aliases(fields, written),
        category=_category(fields),
        related=related_of(fields.raw(*RELATED)),
        key=_first_text(fields, ("slug", "id", "key")) or name,
        url=fields.text("url", "link"),
        see=See(fields.text("see")) if fields.text("see") else None,
    )


def is_record(record: Mapping[str, object], language: str) -> bool:
    """It has a name, and a place for a definition (which may be empty: a stub)."""
    fields = localized(record, language)
    keys = {_key(name) for name in fields}
    return bool(_first_text(Fields(fields, []), NAMES)) and bool(keys & {*DEFINITIONS, *SECTIONS, "see"})


def has_definition(record: Mapping[str, object], language: str) -> bool:
    return bool(_sections(Fields(localized(record, language), [])))


def row_entries(rows: Sequence[Sequence[str]], language: str, *, headless: bool = False) -> list[Entry]:
    """The first row names the columns. Rows of two cells without such names count where `headless`."""
    if not rows:
        return []
    header = [_key(cell) for cell in rows[0]]
    if names_columns(header):
        records = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        return [entry_of(record, language) for record in records if is_record(record, language)]
    if headless and all(len(row) >= 2 for row in rows):
        return [Entry(row[0].strip(), _definition(row[1])) for row in rows if row[0].strip()]
    return []


def names_columns(header: Sequence[str]) -> bool:
    keys = {_key(cell) for cell in header}
    return len(keys) > 1 and bool(keys & set(NAMES)) and bool(keys & {*DEFINITIONS, "in short", "see"})


def localized(record: Mapping[str, object], language: str) -> Mapping[str, object]:
    """A record that holds a record per language, with the fields of that language put in; English or the
    first one stands in for a language that it lacks."""
    inner = {
        key.lower(): value
        for key, value in record.items()
        if isinstance(value, dict) and 2 <= len(key.split("-")[0].split("_")[0]) <= 3
    }
    if not inner or _first_text(Fields(record, []), DEFINITIONS):
        return record
    short = language.lower().split("-")[0]
    order = [language.lower(), short, *(key for key in inner if key.startswith(short)), "en", *inner]
    chosen = next(inner[key] for key in order if key in inner)
    return {**record, **{str(key): value for key, value in chosen.items()}}


def related_of(value: object) -> tuple[RelatedTerm, ...]:
    """A mapping of term to why, a list of names or of records, or one text cut at its commas."""
    if isinstance(value, dict):
        return tuple(
            RelatedTerm(str(name), as_text(why) if is_scalar(why) else "") for name, why in value.items()
        )
    if isinstance(value, list):
        return tuple(item for part in value for item in _related_item(part))
    if is_scalar(value):
        return tuple(
            RelatedTerm(part.strip()) for part in as_text(value).replace(";", ",").split(",") if part.strip()
        )
    return ()


def _related_item(value: object) -> tuple[RelatedTerm, ...]:
    if isinstance(value, dict) and len(value) > 1:
        fields = Fields({str(key): part for key, part in value.items()}, [])
        name = _first_text(fields, NAMES)
        return (RelatedTerm(name, fields.text("why", "reason", "because")),) if name else ()
    if isinstance(value, dict):
        return related_of(value)
    return (RelatedTerm(as_text(value)),) if is_scalar(value) and as_text(value) else ()


def _sections(fields: Fields) -> tuple[TermSection, ...]:
    definition = _definition(_first_text(fields, DEFINITIONS))
    parts = [TermSection(heading, fields.text(key)) for key, heading in SECTIONS.items() if fields.text(key)]
    return (*definition, *parts)


def _aliases(fields: Fields, written: str) -> tuple[str, ...]:
    found = [alias for name in ALIASES for alias in cut_names(fields.raw(name)) if alias != written]
    return tuple(dict.fromkeys(found))


def cut_names(value: object) -> tuple[str, ...]:
    """A list of names, or one text cut at commas, semicolons and slashes between spaces."""
    if isinstance(value, list):
        return tuple(as_text(item) for item in value if is_scalar(item) and as_text(item))
    text = as_text(value) if is_scalar(value) else ""
    parts = text.replace(";", ",").replace(" / ", ",").replace("|", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip(" -–—"))


def _category(fields: Fields) -> str:
    value = fields.raw(*CATEGORIES)
    return (
        ", ".join(cut_names(value)) if isinstance(value, list) else as_text(value) if is_scalar(value) else ""
    )


def _first_text(fields: Fields, names: Sequence[str]) -> str:
    return next((fields.text(name) for name in names if is_scalar(fields.raw(name))), "").strip()


def _definition(text: str) -> tuple[TermSection, ...]:
    return (TermSection("", text.strip()),) if text.strip() else ()


def _key(name: str) -> str:
    return " ".join(name.strip().strip("*").lower().replace("_", " ").replace("-", " ").split())
