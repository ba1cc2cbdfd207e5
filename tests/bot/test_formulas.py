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
        (r"\frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2", "1/n ∑ᵢ₌₁ⁿ(yᵢ - ŷᵢ)²"),
        (r"\theta \leftarrow \theta - \eta \nabla_\theta L(\theta)", "θ ← θ - η ∇_θ L(θ)"),
        (r"\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", "softmax((QK^⊤)/√dₖ)V"),
        (r"B \in \mathbb{R}^{d \times r}", "B ∈ ℝ^(d × r)"),
        (r"\mathcal{L}_{CE}", "L_CE"),
        (r"\{1, 2\} \cup 50\%", "{1, 2} ∪ 50%"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b\nc = d"),
        (r"\unheard{x}", "unheardx"),
    ],
)
def test_a_formula_reads_as_what_it_means(latex: str, line: str):
    assert legible(latex) == line.replace("ŷ", "y\u0302")


@given(st.text(alphabet="\\fracsqt{}[]^_&$ab1 \n.", max_size=60))
def test_any_text_can_be_drawn(latex: str):
    assert "\n\n" not in legible(latex)


def test_groups_without_end_do_not_end_the_program():
    assert legible("{" * 5000 + "x") == "x"
    assert legible(r"\frac" * 3000)
