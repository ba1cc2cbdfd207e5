"""What counts as right: every spelling of the answer, and no other answer"""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.grading import grade, option_key, right_options, understood
from knowledge.models import Question, QuestionKind

RELAXED = settings(deadline=None, max_examples=25)
TERMS = (
    "gradient descent",
    "transfer learning",
    "overfitting",
    "support vector machine",
    "cross-entropy",
    "dropout layer",
)


def typed(answer: str, *accept: str) -> Question:
    return Question("q", "typed", "?", (answer,), accept=accept)


def chosen(options: tuple[str, ...], *answer: str, kind: QuestionKind = "choice") -> Question:
    return Question("q", kind, "?", answer, options)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("transfer learning", "The Transfer-Learning!"),
        ("pre-training", "pretraining"),
        ("matrix", "matrices"),
        ("loss", "losses"),
        ("hypothesis", "hypotheses"),
        ("naïve Bayes", "naive bayes"),
        ("normalisation", "normalization"),
        ("gradient descent", "it's gradient descent"),
        ("Support vector machine (SVM)", "svm"),
        (r"\alpha", "α"),
        ("α", "alpha"),
        ("x^2", "x²"),
        ("x^2", "x**2"),
        ("x^2", "x^{2}"),
        (r"\theta_1", "θ₁"),
        (r"\frac{1}{n}", "1/n"),
        (r"$\sqrt{x}$", "sqrt(x)"),
        (r"x \leq 3", "x <= 3"),
        (r"\frac{1}{2}", "½"),
        ("1/2", "0.5"),
        ("0.5", ".5"),
        ("0.5", "0,5"),
        ("1,000", "1000"),
        ("50%", "0.5"),
        ("50%", "50"),
        ("10^{-3}", "0.001"),
        ("3", "three"),
        ("GPT-3", "gpt 3"),
    ],
)
def test_another_spelling_of_the_answer_is_right(answer: str, response: str) -> None:
    assert grade(typed(answer), response).verdict == "right"


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("transfer learning", "transfer lerning"),
        ("overfitting", "overfiting"),
        ("support vector machine", "suport vector machines"),
        ("catastrophic forgetting", "catastrofic forgeting"),
        ("retrieval-augmented generation", "retreival augmented genration"),
        ("backpropagation", "back propogation"),
    ],
)
def test_a_typing_error_is_close_and_is_told_the_spelling(answer: str, response: str) -> None:
    graded = grade(typed(answer), response)
    assert graded.verdict == "close"
    assert answer in graded.note


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("pre-training", "training"),
        ("supervised learning", "unsupervised learning"),
        ("supervised learning", "not supervised learning"),
        ("encoder", "decoder"),
        ("autoencoder", "autodecoder"),
        ("macro average", "micro average"),
        ("regression", "recession"),
        ("feature extraction", "future extraction"),
        ("inductive reasoning", "deductive reasoning"),
        ("employer", "employee"),
        ("maximization", "minimization"),
        ("L1 loss", "L2 loss"),
        ("type I error", "type II error"),
        ("GPT-3", "GPT-4"),
        ("2018", "2019"),
        ("3", "8"),
        ("0.5", "50"),
        ("RAG", "RAT"),
        ("C++", "C"),
        ("x^2", "x2"),
        ("neural network", "network"),
    ],
)
def test_another_answer_is_wrong_however_few_letters_differ(answer: str, response: str) -> None:
    assert grade(typed(answer), response).verdict == "wrong"


def test_a_slip_that_spells_another_known_term_is_wrong() -> None:
    assert grade(typed("adaption"), "adoption").verdict == "close"
    assert grade(typed("adaption"), "adoption", known=("adoption",)).verdict == "wrong"


def test_an_alias_is_as_right_as_the_name() -> None:
    assert grade(typed("stochastic gradient descent", "SGD"), "sgd").verdict == "right"


@pytest.mark.parametrize("response", ["", "  ", "skip", "Skip.", "?", "I don't know"])
def test_no_answer_is_a_skip(response: str) -> None:
    assert grade(typed("overfitting"), response).verdict == "skipped"


def test_skip_is_an_answer_where_it_is_the_answer() -> None:
    assert grade(typed("skip"), "skip").verdict == "right"


@pytest.mark.parametrize(
    "response", ["b", "B", "b)", "(B)", "2", "option b", "The late ones", "the late ones."]
)
def test_an_option_is_named_by_letter_number_or_text(response: str) -> None:
    question = chosen(("The early ones", "The late ones", "None of them"), "The late ones")
    assert grade(question, response).verdict == "right"
    assert grade(question, response).given == "The late ones"


def test_an_options_own_text_goes_before_the_letter_or_number_that_it_looks_like() -> None:
    assert grade(chosen(("B", "C", "A"), "A"), "a").verdict == "right"
    assert grade(chosen(("2", "3", "4"), "3"), "3").verdict == "right"
    assert not understood(chosen(("2", "3", "4"), "3"), "1")


def test_an_answer_given_as_a_letter_by_the_author_means_that_option() -> None:
    question = chosen(("red", "green", "blue"), "C")
    assert grade(question, "blue").verdict == "right"
    assert grade(question, "c").verdict == "right"


@RELAXED
@given(
    st.lists(
        st.text(string.ascii_letters + string.digits, min_size=1, max_size=2),
        min_size=2,
        max_size=6,
        unique_by=str.casefold,
    )
)
def test_the_key_of_an_option_always_picks_that_option(options: list[str]) -> None:
    question = chosen(tuple(options), options[0])
    for index, option in enumerate(options):
        assert grade(question, option_key(question, index)).given == option


@pytest.mark.parametrize("response", ["a, c", "c a", "ac", "1,3", "1 3", "red; blue", "A and C"])
def test_several_right_ones_may_be_named_in_any_way_and_order(response: str) -> None:
    question = chosen(("red", "green", "blue"), "red", "blue", kind="several")
    assert grade(question, response).verdict == "right"


@pytest.mark.parametrize(
    ("response", "note"), [("a", "1 of 2"), ("a b c", "1 too many"), ("all", "1 too many")]
)
def test_several_wants_all_of_them_and_no_more(response: str, note: str) -> None:
    graded = grade(chosen(("red", "green", "blue"), "red", "blue", kind="several"), response)
    assert graded.verdict == "wrong"
    assert note in graded.note


@pytest.mark.parametrize(
    "response", ["2 1 3", "213", "b a c", "bac", "b, a, c", "b > a > c", "wash; cut; cook"]
)
def test_an_order_may_be_given_in_numbers_letters_or_words(response: str) -> None:
    question = chosen(("cut", "wash", "cook"), "wash", "cut", "cook", kind="order")
    assert grade(question, response).verdict == "right"
    assert right_options(question) == (1, 0, 2)


@pytest.mark.parametrize("response", ["1 2 3", "2 1", "2 1 3 3", "2 1 1"])
def test_an_order_with_a_step_out_of_place_missing_or_twice_is_wrong(response: str) -> None:
    question = chosen(("cut", "wash", "cook"), "wash", "cut", "cook", kind="order")
    assert grade(question, response).verdict == "wrong"


@pytest.mark.parametrize("response", ["true", "T", "yes", "a", "1"])
def test_true_is_said_in_many_ways(response: str) -> None:
    assert grade(chosen(("True", "False"), "True", kind="true_false"), response).verdict == "right"


@st.composite
def spelt(draw: st.DrawFn, term: str) -> str:
    """A term in any case, with hyphens or spaces, an article, a plural, a full stop."""
    said = "".join(draw(st.sampled_from((c.lower(), c.upper()))) for c in term)
    said = said.replace(" ", draw(st.sampled_from((" ", "-", "  "))))
    plural = draw(st.sampled_from(("", "s"))) if not term.endswith("y") else ""
    return (
        draw(st.sampled_from(("", "a ", "the ", "The ")))
        + said
        + plural
        + draw(st.sampled_from(("", ".", "!")))
    )


@RELAXED
@given(st.data())
def test_every_spelling_of_a_term_is_right(data: st.DataObject) -> None:
    term = data.draw(st.sampled_from(TERMS))
    assert grade(typed(term), data.draw(spelt(term)), known=TERMS).verdict == "right"


@RELAXED
@given(st.data())
def test_another_term_is_wrong_in_every_spelling(data: st.DataObject) -> None:
    term, other = data.draw(st.lists(st.sampled_from(TERMS), min_size=2, max_size=2, unique=True))
    assert grade(typed(term), data.draw(spelt(other)), known=TERMS).verdict == "wrong"


@RELAXED
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_are_never_forgiven(right: int, said: int) -> None:
    assert (grade(typed(str(right)), f"{said:,}").verdict == "right") == (right == said)


@RELAXED
@given(st.text(max_size=40), st.sampled_from(("typed", "choice", "several", "order")))
def test_whatever_is_typed_gets_a_verdict(response: str, kind: QuestionKind) -> None:
    options = () if kind == "typed" else ("cut", "wash", "cook")
    assert grade(chosen(options, "wash", kind=kind), response).expected
