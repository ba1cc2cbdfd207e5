"""CSV, YAML and JSON -> entries of a glossary"""

import csv
import io
from collections.abc import Mapping, Sequence

from ingest.formats import named_glossary
from ingest.loaders.columns import entry_of, has_definition, is_record, row_entries
from ingest.loaders.course import Course
from ingest.loaders.decoding import json_lines_of, json_of, text_of, yaml_of
from ingest.loaders.entries import Entry
from ingest.loaders.fields import as_text, is_scalar
from ingest.loaders.loaded import Loaded
from ingest.loaders.terms import terms_of
from ingest.sources import SourceFile
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId, TermSection

_LISTS = ("terms", "glossary", "entries", "definitions", "words", "vocabulary", "data", "items")
_NO_GLOSSARY = "It holds no list of terms: give each record a “term” and a “definition”."
_NO_COLUMNS = "It holds no list of terms: name two of its columns “term” and “definition”."


def load_table(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    rows = _rows(text_of(file.path.read_bytes()), file.path.suffix.lower())
    entries = row_entries(rows, course.language, headless=named_glossary(file.path.stem))
    if not entries:
        raise UnreadableSource(_NO_COLUMNS)
    return _loaded(entries, file, library)


def load_records(file: SourceFile, library: LibraryId, course: Course) -> Loaded:
    entries = _entries(_value(file), course.language, named=named_glossary(file.path.stem))
    if not entries:
        raise UnreadableSource(_NO_GLOSSARY)
    return _loaded(entries, file, library)


def _loaded(entries: Sequence[Entry], file: SourceFile, library: LibraryId) -> Loaded:
    loaded = terms_of(entries, file, library)
    if not loaded.terms and not loaded.aliases:
        raise UnreadableSource("None of its terms has a definition yet.")
    return loaded


def _value(file: SourceFile) -> object:
    text = text_of(file.path.read_bytes())
    match file.path.suffix.lower():
        case ".json":
            return json_of(text)
        case ".jsonl" | ".ndjson":
            return json_lines_of(text)
        case _:
            return yaml_of(text)


def _rows(text: str, suffix: str) -> list[list[str]]:
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = "\t" if suffix == ".tsv" else max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise UnreadableSource(f"The table is broken ({error}): save it anew as CSV.") from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def _entries(value: object, language: str, *, named: bool) -> list[Entry]:
    """`named` where the file's name or a key promises a glossary: then plain name -> text pairs count."""
    if isinstance(value, list):
        return _from_list(value, language, named=named)
    if not isinstance(value, dict):
        return []
    for name in _LISTS:
        inner = next((part for key, part in value.items() if str(key).lower() == name), None)
        if isinstance(inner, (list, dict)):
            return _entries(inner, language, named=True)
    return _from_mapping({str(key): part for key, part in value.items()}, language, named=named)


def _from_list(values: Sequence[object], language: str, *, named: bool) -> list[Entry]:
    """Most of the items must be records: a list in some settings file is not a glossary."""
    mappings = [{str(key): part for key, part in item.items()} for item in values if isinstance(item, dict)]
    records = [item for item in mappings if is_record(item, language)]
    if records and len(records) * 2 > len(values):
        return [entry_of(item, language) for item in records]
    if named and len(mappings) == len(values) and all(len(item) == 1 for item in mappings):
        return _from_mapping(
            {key: part for item in mappings for key, part in item.items()}, language, named=True
        )
    return []


def _from_mapping(values: Mapping[str, object], language: str, *, named: bool) -> list[Entry]:
    records = {
        name: {str(key): part for key, part in value.items()}
        for name, value in values.items()
        if isinstance(value, dict)
    }
    told = [record for record in records.values() if has_definition(record, language)]
    if told and len(told) * 2 > len(values):
        return [entry_of(record, language, name=name) for name, record in records.items()]
    if named and all(is_scalar(value) for value in values.values()):
        return [Entry(name, _definition(as_text(value))) for name, value in values.items()]
    return []


def _definition(text: str) -> tuple[TermSection, ...]:
    return (TermSection("", text),) if text else ()
