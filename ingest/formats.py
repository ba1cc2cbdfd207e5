"""which files are read, by their suffix; which folders and names promise a glossary"""

import re
from pathlib import PurePosixPath

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
TABLES = frozenset({".csv", ".tsv"})
RECORDS = frozenset({".yaml", ".yml", ".json", ".jsonl", ".ndjson"})
DECKS = frozenset({".apkg", ".colpkg"})
READABLE = MARKDOWN | TABLES | RECORDS | DECKS

COURSE_FILES = ("course.yaml", "course.yml")

UNREADABLE_YET = {
    ".pdf": "PDF",
    ".doc": "Word documents",
    ".docx": "Word documents",
    ".odt": "OpenDocument",
    ".rtf": "RTF",
    ".html": "HTML",
    ".htm": "HTML",
    ".ipynb": "notebooks",
    ".ppt": "slides",
    ".pptx": "slides",
    ".epub": "EPUB",
    ".rst": "reStructuredText",
    ".adoc": "AsciiDoc",
    ".tex": "LaTeX",
    ".txt": "plain text",
    ".mdx": "MDX",
    ".xlsx": "spreadsheets",
}
"""What looks like a document: skipped with a reason, so that nobody wonders where it went."""

_GLOSSARY_FOLDER = re.compile(
    r"(?:.*[-_ ])?(?:glossar(?:y|ies)|terms|definitions|vocabulary|terminology)", re.IGNORECASE
)
_GLOSSARY_NAME = re.compile(
    r"(?:.*[-_ .])?"
    r"(?:glossar(?:y|ies)|vocabulary|terminology|key[-_ ]?(?:terms|words)|acronyms|abbreviations)"
    r"(?:[-_ .].*)?"
    r"|terms|definitions|dictionary|words",
    re.IGNORECASE,
)


def in_glossary_folder(source: str, root: str) -> bool:
    """A folder that the source lies in, up to its root, is called a glossary."""
    names = [PurePosixPath(root).name, *PurePosixPath(source).parts[:-1]]
    return any(_GLOSSARY_FOLDER.fullmatch(name) for name in names)


def named_glossary(name: str) -> bool:
    """A file's stem or a page's title promises a list of terms."""
    return _GLOSSARY_NAME.fullmatch(name.strip()) is not None
