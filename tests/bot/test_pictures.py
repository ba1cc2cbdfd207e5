"""LaTeX -> a picture of the formula, or none"""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.formulas import shows
from bot.pictures.formulas import formula_pngs

TYPESET = [
    r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}",
    r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
    r"L = -\frac{1}{N}\sum_{i=1}^{N}\sum_{c \in C} y_{ic} \log \hat{y}_{ic} \tag{3}",
    r"\begin{aligned} a &= b + c \\ d &= e \end{aligned}",
    r"\frac{1}{1+\frac{1}{1+e^{-\frac{x^2}{2\sigma^2}}}}",
]
NO_FORMULA = [
    "",
    " ",
    "x^",
    r"\frac",
    r"\unheard{of}",
    r"\includegraphics{/etc/passwd}",
    r"\text{<image href='file:///etc/passwd'/>}",
    r"a &lt; b",
    r"\newcommand{\a}{\b\b}\newcommand{\b}{x}\a",
    r"\def\a{\a\a}\a",
    "x" * 900,
    "x" * 5000,
    "{" * 900,
    r"\hspace{90000em}x",
    r"\begin{matrix}" + r"x \\ " * 300 + r"\end{matrix}",
]


async def formula_png(latex: str) -> bytes | None:
    (png,) = await formula_pngs([latex])
    return png


def dimensions(png: bytes) -> tuple[int, int]:
    """Width and height, as they stand in a PNG's first chunk."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("latex", TYPESET)
async def test_a_formula_becomes_a_picture_of_bounded_size(latex: str):
    png = await formula_png(latex)
    assert png
    width, height = dimensions(png)
    assert 96 <= width <= 550
    assert 40 <= height <= 130
    assert len(png) < 20_000


async def test_a_formula_that_is_wider_than_a_chat_keeps_the_pixels_that_it_is_opened_with():
    once, five = await formula_pngs([TYPESET[3], " + ".join([TYPESET[3].removesuffix(r" \tag{3}")] * 5)])
    assert once
    assert five
    assert dimensions(five)[0] > 4 * dimensions(once)[0]


async def test_limits_of_a_sum_within_a_fraction_stand_beside_it():
    alone, within = await formula_pngs([r"\sum_{i=1}^{n} x", r"\frac{1}{\sum_{i=1}^{n} x}"])
    assert alone
    assert within
    assert dimensions(within)[0] > dimensions(alone)[0]
    assert dimensions(within)[1] < dimensions(alone)[1] + 20


@pytest.mark.parametrize("latex", NO_FORMULA)
async def test_what_cannot_be_typeset_has_no_picture(latex: str):
    assert await formula_png(latex) is None


async def test_a_longer_formula_has_a_wider_picture():
    short, long = await formula_pngs(["x^{y^z}", "+".join(["x^{y^z}"] * 20)])
    assert short
    assert long
    assert dimensions(long)[0] > dimensions(short)[0]


@pytest.mark.parametrize("group", [r"\frac{1}{1+", "x^{", r"\sqrt{", r"\begin{bmatrix}a & "])
async def test_no_formula_takes_long(group: str):
    """The typesetter's time doubles with each group within a group."""
    begun = time.process_time()
    await formula_png(group * 30 + "x" + "}" * 30)
    await formula_png(group * 12 + "x" + (r"\end{bmatrix}" if "begin" in group else "}") * 12)
    assert time.process_time() - begun < 5


@settings(max_examples=60, deadline=None)
@given(
    st.text("\\{}[]^_&$<>/ab1 \n", max_size=40)
    | st.lists(
        st.sampled_from([*TYPESET, *NO_FORMULA, r"\left(", r"\right]", r"\sqrt[", "^", "{", "}"]), max_size=4
    ).map("".join)
)
async def test_nothing_that_a_formula_holds_ends_the_program(latex: str):
    png = await formula_png(latex)
    assert png is None or dimensions(png)[0] <= 1632


@pytest.mark.slow
def test_the_typesetter_is_loaded_when_a_formula_is_and_not_before():
    program = "import sys, bot.platforms.discord.composing; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"ziamath", "latex2mathml", "resvg_py"} & set(ran.stdout.split())


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}{b}",
        "x_i^2",
        r"\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2",
        r"\sqrt[3]{x}",
        r"\nabla_\theta L(\theta)",
        r"\log x",
        r"W' = W + \frac{\alpha}{r} B A",
        r"Q K^\top",
        r"\frac{1}{1+e^{-x}}",
        "",
    ],
)
def test_a_line_of_letters_shows_it(latex: str):
    assert shows(latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}",
        r"a \\ b",
        "e^{-x_i}",
        "x_{a,b}",
        "x_{i_j}",
        "x_{n^2}",
        r"\frac{\frac{a}{b}}{c}",
        r"\frac{f(\frac{a}{b})}{c}",
        r"\frac{a}\frac{b}{c}",
        r"\sum_{i \in S} x_i",
        r"\overline{x+y}",
        r"\unheard{x}",
        "x" * 200,
    ],
)
def test_a_line_of_letters_would_lose_something(latex: str):
    assert not shows(latex)


@given(st.text("\\frac{}[]^_&$ab1 \n.", max_size=60))
def test_it_can_be_said_of_any_text_whether_letters_show_it(latex: str):
    assert shows(latex) in (True, False)
