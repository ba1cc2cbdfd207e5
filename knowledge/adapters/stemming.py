"""a text in a language -> its words, and their stems as tantivy has them"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import tantivy

from knowledge.languages import ENGLISH, code

_WORD = re.compile(r"[^\W_]+")
# Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese: written without blanks, or with endings run on.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MOST_WORDS = 64
_STEMMERS = {
    **{"ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french"},
    **{
        "de": "german",
        "el": "greek",
        "hu": "hungarian",
        "it": "italian",
        "no": "norwegian",
        "nb": "norwegian",
    },
    **{"nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "es": "spanish"},
    **{"sv": "swedish", "ta": "tamil", "tr": "turkish"},
}
_WITHOUT_STOP_WORDS = frozenset({"arabic", "greek", "romanian", "tamil", "turkish"})


class Stemming:
    """A language that tantivy has no stemmer for keeps its words as they are; one that is written without
    blanks gives each pair of neighbouring letters for a word."""

    def __init__(self, language: str) -> None:
        self.language = code(language)
        name = _STEMMERS.get(self.language, "")
        self._stemmer = _analyzer(
            tantivy.Filter.ascii_fold(), *([tantivy.Filter.stemmer(name)] if name else [])
        )
        others = name and self.language != ENGLISH and name not in _WITHOUT_STOP_WORDS
        self._stopper = _analyzer(tantivy.Filter.stopword(name)) if others else None

    def words(self, text: str) -> list[str]:
        """Lower case: a hyphen, a slash or an underscore parts words as a space does."""
        found: list[str] = []
        for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
            found += _parted(word) if not word.isascii() and _UNSPACED.search(word) else [word]
        return found

    def stemmed(self, words: Sequence[str]) -> str:
        return " ".join(self._stemmer.analyze(" ".join(words)))

    def stems(self, text: str) -> str:
        return self.stemmed(self.words(text))

    def carrying(self, query: str) -> list[str]:
        """The words that carry meaning, each once; none where all are stop words."""
        words = list(dict.fromkeys(self.words(query)))
        if self._stopper:
            words = self._stopper.analyze(" ".join(words))
        elif self.language == ENGLISH:
            words = [word for word in words if word not in _STOP_WORDS]
        return words[:_MOST_WORDS]


def _analyzer(*filters: Any) -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


def _parted(word: str) -> list[str]:
    """ "gpu计算机" -> gpu, 计算, 算机."""
    found: list[str] = []
    at = 0
    for run in _UNSPACED.finditer(word):
        found += [word[at : run.start()]] if run.start() > at else []
        letters = run[0]
        found += [letters[here : here + 2] for here in range(len(letters) - 1)] or [letters]
        at = run.end()
    return [*found, word[at:]] if at < len(word) else found


_STOP_WORDS = frozenset(
    """
    a about am an and any are as at be been being but by can could did do does doing each for from had
    has have having he her here him his how i if in into is it its just me my no not of on or our out s
    she should so some such t than that the their them then there these they this those to too us very
    was we were what when where which while who whom whose why will with would you your
    """.split()  # noqa: SIM905
)
