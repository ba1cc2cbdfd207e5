"""an answer as typed -> the form in which two spellings of it are equal

Case, accents, articles, plurals, hyphens, British or American endings, LaTeX or Unicode make no
difference; digits, symbols and negations do.
"""

import re
import unicodedata
from fractions import Fraction

_GREEK = re.findall(
    r"\w+",
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau "
    "upsilon phi chi psi omega",
)
_LETTERS = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK, strict=True)) | {
    "ς": "sigma",
    "ϵ": "epsilon",
    "ϕ": "phi",
}
_SUPERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ", "0123456789+-niT")
_SUBS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼ", "0123456789+-nij")
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
_COMMANDS = {
    "times": "*", "cdot": "*", "leq": "<=", "le": "<=", "geq": ">=", "ge": ">=", "neq": "!=", "ne": "!=",
    "infty": "∞", "sum": "∑", "prod": "∏", "int": "∫", "to": "->", "rightarrow": "->", "approx": "≈",
    "partial": "∂", "nabla": "∇", "in": "∈", "pm": "±", "varepsilon": "epsilon", "varphi": "phi",
    "left": "", "right": "", "quad": " ", "mid": "|", "sim": "~", "top": "T", "log": "log", "exp": "exp",
}  # fmt: skip
_SYMBOLS = {
    "×": "*",
    "·": "*",
    "⋅": "*",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "→": "->",
    "−": "-",
    "–": "-",
    "—": "-",
}
_COUNTED = re.findall(r"\w+", "zero one two three four five six seven eight nine ten eleven twelve")
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_COUNTED)}
_ARTICLES = {"a", "an", "the"}
_IRREGULAR = {
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "criteria": "criterion", "data": "datum",
    "biases": "bias", "aliases": "alias", "phenomena": "phenomenon", "children": "child", "people": "person",
    "axes": "axis", "corpora": "corpus", "schemata": "schema", "formulae": "formula", "mice": "mouse",
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:i think|i guess|i believe|maybe|probably|perhaps)\s+)?"
    r"(?:(?:it'?s|it is|that'?s|that is|they are|the (?:right |correct )?answer is|called)\s+)?",
    re.I,
)
NEGATIONS = {"not", "no", "never", "without", "neither", "nor", "none", "cannot", "non"}
_MEANINGFUL = re.compile(r"<=|>=|!=|->|[+#=<>^*%√∑∏∫∂∇∈∞≈±~|!]|^-")


def unfolded(text: str) -> str:
    """LaTeX and Unicode spellings of a formula as one plain spelling, case kept."""
    text = re.sub(r"\*\*(\S(?:.*?\S)?)\*\*", r"\1", text.strip())
    for mark, plain in _FRACTIONS.items():
        text = re.sub(rf"(\d?){mark}", lambda m, plain=plain: f"{m[1]} {plain}".strip(), text)  # type: ignore[misc]
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ]+", lambda m: "^" + m[0].translate(_SUPERS), text)
    text = re.sub(r"[₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼ]+", lambda m: "_" + m[0].translate(_SUBS), text)
    text = re.sub(
        r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", text
    )
    text = re.sub(
        r"\\sqrt\s*\{([^{}]*)\}|\bsqrt\s*\(([^()]*)\)", lambda m: "√" + _grouped(m[1] or m[2]), text
    )
    text = re.sub(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\([a-zA-Z]+)", lambda m: _COMMANDS.get(m[1], m[1]), text)
    text = text.replace("**", "^").replace("`", "").replace("$", "")
    text = re.sub(r"\\[,;:! ()\[\]]", " ", text)
    text = re.sub(r"([\^_])\{([^{}]*)\}", r"\1\2", text).replace("\\", "").replace("’", "'")
    for mark, plain in _SYMBOLS.items():
        text = text.replace(mark, plain)
    return re.sub(r"[α-ωϵϕΑ-Ω]", lambda m: f" {_LETTERS.get(m[0].lower(), m[0])} ", text).strip()


def _grouped(inner: str) -> str:
    return inner if re.fullmatch(r"\s*[\w.]*\s*", inner) else f"({inner})"


def formula(text: str) -> str:
    """Equal for two spellings of one formula: no spaces, no case."""
    return re.sub(r"\s+", "", unfolded(text)).casefold()


def number(text: str) -> Fraction | None:
    """The number that the whole text is, or None: 1,000 and 1000, .5 and 0.5, 1/2, 50% and 10^-3."""
    bare = re.sub(r"\s+", " ", unfolded(text)).strip().rstrip(".").casefold().lstrip("~")
    bare = _NUMBER_WORDS.get(bare, bare)
    share = re.search(r"\s*(%|percent|per cent)$", bare)
    if share:
        bare = bare[: share.start()]
    value = _plain_number(bare)
    return value / 100 if value is not None and share else value


def _plain_number(bare: str) -> Fraction | None:
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare) or re.fullmatch(r"[+-]?\d{1,3}( \d{3})+", bare):
        return Fraction(re.sub(r"[, ]", "", bare))
    if re.fullmatch(r"[+-]?\d+,\d+", bare):
        return Fraction(bare.replace(",", "."))
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", bare):
        return Fraction(bare)
    if mixed := re.fullmatch(r"(?:(\d+) )?([+-]?\d+) ?/ ?(\d+)", bare):
        whole, above, below = mixed.groups()
        return None if int(below) == 0 else Fraction(int(whole or 0)) + Fraction(int(above), int(below))
    if power := re.fullmatch(r"([+-]?\d{1,9})\^([+-]?\d{1,3})", bare):
        base, exponent = int(power[1]), int(power[2])
        return None if base == 0 and exponent < 0 else Fraction(base) ** exponent
    return None


def words(text: str) -> tuple[str, ...]:
    """The words of an answer, each in its one spelling; articles and lead-ins such as "it is" left out."""
    text = _LEAD.sub("", unfolded(text), count=1)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"n't\b", " not", plain).replace("'", "")
    every = re.findall(r"\d+(?:\.\d+)?|[^\W\d_]+", plain)
    kept = [word for word in every if word not in _ARTICLES] or every
    return tuple(_one_spelling(_NUMBER_WORDS.get(word, word)) for word in kept)


def symbols(text: str) -> tuple[str, ...]:
    """The marks that change a meaning: C, C++ and C# are three things."""
    return tuple(_MEANINGFUL.findall(re.sub(r"[!?.]+$", "", unfolded(text))))


def digits(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if word[0].isdigit())


def same(one: str, other: str) -> bool:
    """Whether two texts are spellings of the same answer, typing errors apart."""
    left, right = number(one), number(other)
    if left is not None or right is not None:
        return left == right
    if formula(one) == formula(other) != "":
        return True
    compact = "".join(words(one))
    return bool(compact) and compact == "".join(words(other)) and symbols(one) == symbols(other)


def _one_spelling(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    return _one_dialect(_singular(word))


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us")):
        return word
    if word.endswith("sis"):
        return word[:-3] + "se"
    if word.endswith("is") or not word.endswith("s"):
        return word
    stem = word[:-1]
    if stem.endswith("ie") and len(stem) > 4:
        return stem[:-2] + "y"
    return stem[:-1] if stem.endswith(("xe", "che", "she", "sse", "zze")) else stem


def _one_dialect(word: str) -> str:
    if len(word) <= 5:
        return word
    word = re.sub(r"is(ation|ed|ing|er|e)$", r"iz\1", word)
    word = re.sub(r"yse(d|r)?$", r"yze\1", word)
    return re.sub(r"our$", "or", re.sub(r"ll(ing|ed)$", r"l\1", word))
