"""LaTeX -> a line of Unicode that reads as the formula  (pure)

Not a typesetter: what it does not know stays as it was written, so that nothing of a formula is lost.
"""

import re
from collections.abc import Callable

_LETTERS = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ
Omega Ω ell ℓ hbar ℏ partial ∂ nabla ∇ infty ∞ sum ∑ prod ∏ int ∫ cdot · times × div ÷ pm ±
mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪
gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆
supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬
lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨ to → rightarrow → leftarrow ← gets ← mapsto ↦ Rightarrow ⇒
implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ leftrightarrow ↔ longrightarrow ⟶ uparrow ↑
downarrow ↓ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ top ⊤ intercal ⊤ bot ⊥ perp ⊥ parallel ∥ mid | vert |
lvert | rvert | Vert ‖ lVert ‖ rVert ‖ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
prime ′ degree ° angle ∠ triangle △ square □ dagger † quad \u2003 qquad \u2003\u2003 colon :
lbrace { rbrace }
"""


def _paired(names: str) -> dict[str, str]:
    words = names.replace("\n", " ").strip().split(" ")
    return dict(zip(words[::2], words[1::2], strict=True))


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SYMBOLS = _paired(_LETTERS)
_LARGE = frozenset(("sum", "prod", "int"))
_ABOVE = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303"}
_ABOVE |= {"vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "underline": "\u0332"}
_AS_TEXT = _named(
    "text textbf textit textrm texttt mathrm mathbf mathit mathsf mathtt mathcal boldsymbol bm "
    "operatorname mbox pmb mathfrak emph"
)
_BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ", "1": "𝟙"}
_SILENT = _named(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle scriptstyle limits "
    "nolimits nonumber notag hfill"
)
_UPPER = dict(
    zip(
        "0123456789+-=()nijkT⊤abcdemoprstuvwxyz*∗⋆∘†′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲᵏᵀᵀᵃᵇᶜᵈᵉᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ**⋆°†′",
        strict=True,
    )
)
_LOWER = dict(
    zip("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
_SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\\": "\n", "|": "‖"}
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
_ROWS = re.compile(r"[ \t]*\n[ \t]*")
_SMALL = "".join(letter for letter in (*_UPPER.values(), *_LOWER.values()) if letter.isalnum())
_ON_IT = rf"[{_SMALL}*†′°\u0300-\u036f\u20d0-\u20f0]*"
"""Accents, primes, and what is raised or lowered in small letters."""
_PRODUCT = re.compile(r"(?:[\w.∞√∂′*†°\u0300-\u036f\u20d0-\u20f0]|\([^()]*\))*")
_FACTOR = re.compile(
    rf"√?(?:\d+(?:\.\d+)?|[d∂Δ]?[^\W\d_{_SMALL}]|∞|[A-Za-z]{{3,}}){_ON_IT}(?:_[^\W_]+)?(?:\([^()]*\))?"
    r"|\([^()]*\)|‖[^‖]*‖|\|[^|]*\|"
)
"""A number, a letter, a word, a call: "a/2b" and "√2b" would leave it open where the line ends."""
_APPLIED = re.compile(r"[∂Δ][²³ⁿ]? (?=\w)")
_DEEPEST = 40


def legible(latex: str) -> str:
    """The formula as text, rows on lines of their own; never fails, whatever it is given."""
    drawn = _Reader(latex).all()
    rows = _ROWS.split(re.sub(r"[ \t]+", " ", drawn))
    return "\n".join(row.strip() for row in rows if row.strip())


class _Reader:
    """One pass over the tokens; groups nest at most `_DEEPEST` deep, deeper ones are kept as they stand."""

    def __init__(self, latex: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(latex.replace("\n", " "))
        self._at = 0
        self._depth = 0
        self._worded = False

    def all(self) -> str:
        drawn = ""
        while self._at < len(self._tokens):
            drawn += self._until_brace()
            self._at += 1
        return drawn

    def _until_brace(self) -> str:
        drawn = ""
        while self._at < len(self._tokens) and self._tokens[self._at] != "}":
            drawn = self._next(drawn)
        return drawn

    def _next(self, drawn: str) -> str:
        token = self._tokens[self._at]
        name = token[1:].rstrip("*")
        if token in ("^", "_"):
            return drawn.rstrip(" ") + self._scripts()
        if token == "'" and not self._worded:
            self._at += 1
            return f"{drawn}′"
        if name in _FRACTIONS:
            fraction = self._group()
            lone = not _AWAITS.search(drawn[-30:]) and not self._multiplied()
            return drawn + (fraction if lone else f"({fraction})")
        if name in _FUNCTIONS:
            before = " " if drawn[-1:].isalnum() or drawn[-1:] in _ENDS else ""
            return drawn + before + self._group() + self._apart()
        return drawn + self._group()

    def _scripts(self) -> str:
        """All of one base, small letters first: after "x_A" a small 2 would be the A's."""
        found: list[str] = []
        while self._at < len(self._tokens) and (mark := self._tokens[self._at]) in ("^", "_"):
            self._at += 1
            found.append(_raised(self._argument(), mark))
        found.sort(key=lambda script: script[:1] in ("^", "_"))
        drawn = "".join(found)
        return drawn + (self._apart() if found[-1][:1] in ("^", "_") else "")

    def _apart(self) -> str:
        """A space where the next letter would be read as one of the word before it."""
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        name = token[1:]
        sticks = token.isalnum() or _SYMBOLS.get(name, "").isalpha() or name in _ABOVE or name in _AS_TEXT
        return " " if sticks else ""

    def _multiplied(self) -> bool:
        """Whether what follows a fraction would be read as a part of what is below its line."""
        at = self._at
        while at < len(self._tokens) and (self._tokens[at].isspace() or self._tokens[at][1:] in _UNSEEN):
            at += 1
        return at < len(self._tokens) and _is_factor(self._tokens[at])

    def _argument(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._group().strip()

    def _group(self) -> str:
        """The next token or {group}, drawn; empty at the end."""
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        self._at += 1
        if self._depth < _DEEPEST and (token == "{" or (token.startswith("\\") and len(token) > 1)):
            self._depth += 1
            drawn = self._inside() if token == "{" else self._command(token[1:])
            self._depth -= 1
            return drawn
        return {"&": " ", "{": "", "~": " "}.get(token, token)

    def _inside(self) -> str:
        drawn = self._until_brace()
        self._at += 1
        return drawn

    def _command(self, name: str) -> str:
        name = name.rstrip("*")
        if name in _COMMANDS:
            return _COMMANDS[name](self)
        if name in _SYMBOLS:
            return f" {_SYMBOLS[name]}" if name in _LARGE else _SYMBOLS[name]
        if name in _ABOVE:
            return self._argument() + _ABOVE[name]
        if name in _AS_TEXT:
            return self._words()
        return self._plain(name)

    def _words(self) -> str:
        """With the space around them, and their apostrophes."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        outside, self._worded = self._worded, True
        drawn = self._group()
        self._worded = outside
        return drawn

    def _plain(self, name: str) -> str:
        if name in _SILENT:
            return self._without_dot()
        if name in ("begin", "end"):
            self._argument()
            return "\n" if name == "begin" else ""
        return _SPACES.get(name, name)

    def _without_dot(self) -> str:
        """\\left. and \\right. stand for no bracket at all."""
        if self._at < len(self._tokens) and self._tokens[self._at] == ".":
            self._at += 1
        return ""

    def fraction(self) -> str:
        above, below = (_APPLIED.sub(_close_up, self._argument()) for _ in range(2))
        return f"{_bracketed(above, _PRODUCT)}/{_bracketed(below, _FACTOR)}"

    def root(self) -> str:
        degree = ""
        if self._at < len(self._tokens) and self._tokens[self._at] == "[":
            while self._at < len(self._tokens) and (token := self._tokens[self._at]) != "]":
                degree += token.strip("[")
                self._at += 1
            self._at += 1
        under = _bracketed(self._argument(), _FACTOR)
        apart = "" if under.endswith(")") else self._apart()
        return f"{_raised(degree, '^') if degree else ''}√{under}{apart}"

    def choose(self) -> str:
        return f"C({self._argument()}, {self._argument()})"

    def blackboard(self) -> str:
        return "".join(_BLACKBOARD.get(letter, letter) for letter in self._argument())


def _raised(text: str, mark: str) -> str:
    """Small letters where Unicode has them all, else the mark and, where it is needed, brackets."""
    text = text.strip()
    table = _UPPER if mark == "^" else _LOWER
    if not text or all(letter in table for letter in text.replace(" ", "")):
        return "".join(table[letter] for letter in text.replace(" ", ""))
    bare = not any(letter in _SMALL for letter in text)
    word = bare and (len(text) == 1 or (mark == "_" and text.isalnum()))
    return f"{mark}{text}" if word else f"{mark}({text})"


def _bracketed(text: str, needing_none: re.Pattern[str]) -> str:
    return text if not text or needing_none.fullmatch(text) else f"({text})"


def _close_up(found: re.Match[str]) -> str:
    return found[0].rstrip()


def _is_factor(token: str) -> bool:
    name = token[1:].rstrip("*")
    letter = _SYMBOLS.get(name, "")
    named = name in _COMMANDS or name in _ABOVE or name in _AS_TEXT or name in _FUNCTIONS
    return token.isalnum() or token in _JOINING or named or letter.isalpha() or name in _MULTIPLYING


_COMMANDS: dict[str, Callable[[_Reader], str]] = {
    "frac": _Reader.fraction,
    "dfrac": _Reader.fraction,
    "tfrac": _Reader.fraction,
    "cfrac": _Reader.fraction,
    "sqrt": _Reader.root,
    "binom": _Reader.choose,
    "mathbb": _Reader.blackboard,
}

_FRACTIONS = _named("frac dfrac tfrac cfrac")
_FUNCTIONS = _named(
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min arg argmax argmin sup "
    "inf lim det dim ker deg gcd Pr mod"
)
_AWAITS = re.compile(rf"(?:\b(?:{'|'.join(sorted(_FUNCTIONS))})(?:_\w+|[{_SMALL}])*|[/÷])\s*\Z")
"""What a fraction would lose what is below its line to."""
_ENDS = frozenset(")]′*†°∞")
_UNSEEN = _SILENT | frozenset(",;:! ")
_JOINING = frozenset("([{^_'!/")
_MULTIPLYING = _named(
    "sum prod int partial nabla infty cdot times langle lfloor lceil lvert lVert odot otimes"
)
_KNOWN = frozenset((*_SYMBOLS, *_ABOVE, *_COMMANDS)) | _AS_TEXT | _SILENT | _FUNCTIONS
_OVER_ONE = frozenset(_ABOVE) - {"underline"}
_LEFT_OVER = re.compile(r"[\^_]\(|\^\^|__")
_LONGEST_LINE = 90


def shows(latex: str) -> bool:
    """Whether `legible` loses nothing that a reader needs: one line, every command known, what is raised or
    lowered in small letters, no fraction within another."""
    tokens: list[str] = _TOKEN.findall(latex)
    named = [token[1:].rstrip("*") for token in tokens if len(token) > 1]
    if not all(name in _KNOWN or name in _SPACES or not name.isalpha() for name in named):
        return False
    line = legible(latex)
    plain = "\n" not in line and len(line) <= _LONGEST_LINE and not _LEFT_OVER.search(line)
    return plain and not _stacked(tokens) and not _wide_accent(tokens)


def _stacked(tokens: list[str]) -> bool:
    """Whether a fraction stands within another."""
    levels: list[tuple[int, bool]] = []
    awaited, inside = 0, False
    for token in tokens:
        if token[1:] in _FRACTIONS:
            if inside or awaited:
                return True
            awaited = 2
        elif token == "{":
            levels.append((max(0, awaited - 1), inside))
            inside, awaited = inside or awaited > 0, 0
        elif token == "}" and levels:
            awaited, inside = levels.pop()
        elif not token.isspace():
            awaited = max(0, awaited - 1)
    return False


def _wide_accent(tokens: list[str]) -> bool:
    """Whether an accent stands over more than one letter: Unicode sets it over the last one alone."""
    text = "".join(tokens)
    found = re.findall(r"\\([A-Za-z]+)\s*\{([^{}]*)\}", text)
    return any(name in _OVER_ONE and len(legible(held)) > 1 for name, held in found)
