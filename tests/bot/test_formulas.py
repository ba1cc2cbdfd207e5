"""LaTeX -> a line that reads as the formula"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formulas import legible


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+1}{b}", "(a+1)/b"),
        (r"x_i^2", "xᵢ²"),
        (r"e^{-x_i}", "e^(-xᵢ)"),
        (r"\sqrt{x^2+1}", "√(x²+1)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2", "(1/n) ∑ᵢ₌₁ⁿ(yᵢ - ŷᵢ)²"),
        (r"\theta \leftarrow \theta - \eta \nabla_\theta L(\theta)", "θ ← θ - η ∇_θ L(θ)"),
        (r"\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", "softmax(QKᵀ/√dₖ)V"),
        (r"B \in \mathbb{R}^{d \times r}", "B ∈ ℝ^(d × r)"),
        (r"\mathcal{L}_{CE}", "L_CE"),
        (r"\{1, 2\} \cup 50\%", "{1, 2} ∪ 50%"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b\nc = d"),
        (r"\unheard{x}", "unheardx"),
        (r"A^{-\top} + A^{-1} + 10^{-3}", "A⁻ᵀ + A⁻¹ + 10⁻³"),
        (r"f'(x) + x'_i", "f′(x) + x′ᵢ"),
        (r"\text{the learner's} x", "the learner's x"),
        (r"x\log y + \sin\theta", "x log y + sin θ"),
        (r"x \text{ if }y", "x if y"),
    ],
)
def test_a_formula_reads_as_what_it_means(latex: str, line: str):
    assert legible(latex) == line.replace("ŷ", "y\u0302")


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"W' = W + \frac{\alpha}{r} B A", "W′ = W + (α/r) B A"),
        (r"\frac{a}{b}c + \frac{a}{b}\left(c\right) + \frac{a}{b}\,x", "(a/b)c + (a/b)(c) + (a/b) x"),
        (r"\frac{a}{b}\frac{c}{d}", "(a/b)c/d"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\log_2\frac{a}{b}", "log₂(a/b)"),
        (r"c / \frac{a}{b}", "c / (a/b)"),
        (r"\left(\frac{a}{b}\right) + \frac{a}{b}, \frac{a}{b} = c", "(a/b) + a/b, a/b = c"),
        (r"\frac{1}{2\pi} + \frac{1}{bc}", "1/(2π) + 1/(bc)"),
        (r"\sqrt{2\pi} + \sqrt{d_k}V", "√(2π) + √dₖ V"),
        (r"\frac{P(B|A)P(A)}{P(B)}", "P(B|A)P(A)/P(B)"),
        (r"\frac{\partial L}{\partial w_i}", "∂L/∂wᵢ"),
        (r"\frac{\text{right}}{\text{all}}", "right/all"),
    ],
)
def test_it_is_plain_what_stands_below_a_line(latex: str, line: str):
    assert legible(latex) == line


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\sigma_B^2", "σ²_B"),
        ("x^A_i", "xᵢ^A"),
        ("L_{CE}L_{KL}", "L_CE L_KL"),
        ("x_{i_j}", "x_(iⱼ)"),
        ("x_{n^2}", "x_(n²)"),
        ("e^{x^2}", "e^(x²)"),
    ],
)
def test_it_is_plain_what_is_raised_or_lowered(latex: str, line: str):
    assert legible(latex) == line


@given(st.text(alphabet="\\fracsqt{}[]^_&$ab1 \n.", max_size=60))
def test_any_text_can_be_drawn(latex: str):
    assert "\n\n" not in legible(latex)


def test_groups_without_end_do_not_end_the_program():
    assert legible("{" * 5000 + "x") == "x"
    assert legible(r"\frac" * 3000)
