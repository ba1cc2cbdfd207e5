"""a language's code, an embedder's name -> what fits  (pure)"""

import re

ENGLISH = "en"
_MANY = re.compile(
    r"multilingual|xlm-r|labse|\bbge-m3\b|\bgte-multi|\bjina-embeddings-v3|\blaser\b", re.IGNORECASE
)
_ENGLISH_ONLY = re.compile(
    r"^(?:sentence-transformers/)?(?:all-(?:minilm|mpnet|distilroberta|roberta)|multi-qa-|msmarco-|gtr-t5|"
    r"paraphrase-(?:minilm|mpnet|albert|distilroberta)|nli-|sentence-t5)|(?:^|[-_/])(?:en|english)(?:[-_.]|$)|"
    r"^intfloat/e5-(?:small|base|large)(?:-v2)?$|^thenlper/gte-(?:small|base|large)$",
    re.IGNORECASE,
)
ADVISED = "paraphrase-multilingual-MiniLM-L12-v2"


def code(language: str) -> str:
    """ "de-AT", "de_AT" and "DE" are "de"; none is English."""
    return re.split(r"[-_]", language.strip().lower())[0] or ENGLISH


def speaks(embedder: str, language: str) -> bool:
    """Whether an embedder knows a language, by its name. One that is not known here is trusted: who chose
    it knows why."""
    if code(language) == ENGLISH or _MANY.search(embedder):
        return True
    return not _ENGLISH_ONLY.search(embedder)
