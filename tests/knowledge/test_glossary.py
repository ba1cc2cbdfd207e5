"""word -> the term that a learner means"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.glossary import Glossary
from knowledge.models import LibraryId, RelatedTerm, Term, TermHeading

COURSE = LibraryId("course")


def term(name: str, *aliases: str, definition: str = "A thing.", library: LibraryId = COURSE) -> TermHeading:
    return TermHeading(library, f"{name.lower()}.md", name, aliases, definition=definition)


GLOSSARY = Glossary(
    [
        term("Area under the curve (AUC)"),
        term("Bias"),
        term("C++"),
        term("CART"),
        term("DNS"),
        term("Fine-tuning"),
        term("GPT-3"),
        term("Gradient descent"),
        term("Hypothesis"),
        term("K-means"),
        term("Loss"),
        term("Matrix"),
        term("Prediction"),
        term("Regression"),
        term("Transfer learning", "TL"),
        term("Unsupervised learning", definition="Unlike supervised learning, it needs no labels."),
    ]
)


def meant(word: str) -> tuple[str, str]:
    match = GLOSSARY.find(word)
    return match.kind, match.term.name if match.term else ""


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("transfer-learning", "Transfer learning"),
        ("Transfer Learning", "Transfer learning"),
        ("  transfer_learning!", "Transfer learning"),
        ("transferlearning", "Transfer learning"),
        ("finetuning", "Fine-tuning"),
        ("kmeans", "K-means"),
        ("matrices", "Matrix"),
        ("hypotheses", "Hypothesis"),
        ("biases", "Bias"),
        ("losses", "Loss"),
        ("c++", "C++"),
        ("area under the curve", "Area under the curve (AUC)"),
        ("What is a matrix?", "Matrix"),
        ("what is gradient descent", "Gradient descent"),
    ],
)
def test_case_hyphens_punctuation_and_plurals_are_forgiven(word: str, name: str):
    assert meant(word) == ("exact", name)


@pytest.mark.parametrize(
    ("word", "name"),
    [("TL", "Transfer learning"), ("tl", "Transfer learning"), ("AUC", "Area under the curve (AUC)")],
)
def test_an_alias_or_an_abbreviation_in_brackets_leads_to_its_term(word: str, name: str):
    assert meant(word) == ("alias", name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("transfer lerning", "Transfer learning"),
        ("trasnfer learning", "Transfer learning"),
        ("gradeint descnet", "Gradient descent"),
        ("finetunning", "Fine-tuning"),
        ("regresion", "Regression"),
        ("k-maens", "K-means"),
    ],
)
def test_a_slip_of_the_hand_finds_what_was_meant(word: str, name: str):
    assert meant(word) == ("near", name)


@pytest.mark.parametrize(
    "word",
    [
        "cat",
        "chart",
        "GPT-4",
        "c-means",
        "dn",
        "production",
        "recession",
        "supervised learning",
        "zzzz",
        "?",
        "",
    ],
)
def test_another_word_is_no_slip(word: str):
    assert meant(word) == ("none", "")


def test_a_word_between_two_terms_is_given_to_neither():
    glossary = Glossary([term("Variance"), term("Varianca")])
    match = glossary.find("Variancy")
    assert (match.kind, set(match.suggestions)) == ("none", {"Variance", "Varianca"})


def test_a_term_is_found_before_another_ones_alias():
    glossary = Glossary([term("Artificial intelligence", "Learning"), term("Learning")])
    found = glossary.find("learning")
    assert (found.kind, found.term) == ("exact", glossary.terms[1])


def test_suggestions_begin_with_what_begins_so():
    assert GLOSSARY.find("trans").suggestions[0] == "Transfer learning"
    assert GLOSSARY.find("tuning").suggestions == ("Fine-tuning",)
    assert set(GLOSSARY.find("machine learning").suggestions) >= {
        "Transfer learning",
        "Unsupervised learning",
    }


def test_at_most_five_are_suggested_and_none_for_nonsense():
    many = Glossary([term(f"Learning {word}") for word in ("rate", "curve", "loop", "goal", "path", "plan")])
    assert len(many.find("learn").suggestions) == 5
    assert many.find("qqqq").suggestions == ()


def test_completion_gives_beginnings_before_words_within():
    assert GLOSSARY.complete("t", 5)[:2] == ("Transfer learning", "Area under the curve (AUC)")
    assert GLOSSARY.complete("learn", 5) == ("Transfer learning", "Unsupervised learning")
    assert len(GLOSSARY.complete("", 3)) == 3


def test_neighbours_stay_within_their_library():
    first, last = term("Alpha"), term("Beta")
    other = term("Gamma", library=LibraryId("other"))
    glossary = Glossary([first, last, other])
    assert glossary.around(first) == (None, last)
    assert glossary.around(last) == (first, None)


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_any_text_can_be_looked_up(word: str):
    match = GLOSSARY.find(word)
    assert (match.term is None) == (match.kind == "none")
    assert len(match.suggestions) <= 5


@given(st.sampled_from(GLOSSARY.terms))
def test_a_name_always_finds_its_own_term(known: TermHeading):
    assert GLOSSARY.find(known.name).term == known


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("transfer-learning", "Transfer learning"),
        ("TL", "Transfer learning"),
        ("area-under-the-curve-auc", "Area under the curve (AUC)"),
        ("sgd", "Stochastic gradient descent"),
        ("matrix", "Matrix"),
        ("matrox", "matrox"),
    ],
)
def test_a_related_term_is_called_by_its_name_however_its_author_wrote_it(written: str, name: str) -> None:
    glossary = Glossary(
        [*GLOSSARY.terms, TermHeading(COURSE, "glossary/sgd.md", "Stochastic gradient descent")]
    )
    linked = glossary.linked(Term(COURSE, "loss.md", "Loss", (), related=(RelatedTerm(written, "why"),)))
    assert linked.related == (RelatedTerm(name, "why"),)


def test_a_term_is_not_related_to_itself() -> None:
    loss = Term(COURSE, "loss.md", "Loss", (), related=(RelatedTerm("loss"), RelatedTerm("Bias")))
    assert GLOSSARY.linked(loss).related == (RelatedTerm("Bias"),)


def test_an_abbreviation_in_a_question_is_written_as_what_it_stands_for():
    glossary = Glossary([term("Large language model", "LLM", "model"), term("CSV")])
    assert glossary.spelled_out("what are LLMs?") == "what are Large language model?"
    assert glossary.spelled_out("is a model a CSV or an XML?") == "is a model a CSV or an XML?"
