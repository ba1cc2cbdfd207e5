"""What becomes a card, and what it shows"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.markup import plain_of
from bot.study.cards import of_answer, of_lesson, of_question, of_term
from knowledge.models import LibraryId, Question, Sentence, TermSection
from tests.fakes.small_course import CITATION, COURSE, TERMS, TRANSFER, WHY, answered

TERM = TERMS[3]
CHOICE = Question(
    "q1",
    "choice",
    "Which is first?",
    ("Freeze",),
    ("Freeze", "Train"),
    why="The body is frozen first.",
    library=COURSE,
    source=TRANSFER.source,
    heading=("How to do it",),
)


def test_a_term_is_asked_in_both_directions_and_its_meaning_does_not_name_it():
    there, back = of_term(
        replace(TERM, sections=(TermSection("In short", "Transfer learning uses what a model knows."),))
    )
    assert (there.key.kind, there.front) == ("term", "What does **Transfer learning** mean?")
    assert there.back == "Transfer learning uses what a model knows."
    assert back.key.kind == "meaning"
    assert "ransfer" not in back.front.partition("\n")[2]
    assert (back.back, back.accept) == ("Transfer learning", ("TL",))


def test_of_many_sections_the_short_one_is_asked_and_a_stub_gives_no_card():
    sections = (TermSection("How it works", "Long and broad."), TermSection("In short", "Short.\n\nMore."))
    assert of_term(replace(TERM, sections=sections))[0].back == "Short."
    assert of_term(replace(TERM, sections=(TermSection("", "  "),))) == ()


def test_of_several_right_ones_or_an_order_no_part_is_the_answer():
    for kind in ("several", "order"):
        many = replace(CHOICE, kind=kind, answer=("Freeze", "Train"))
        assert of_question(many).accept == ()


def test_an_order_is_not_shown_in_its_order():
    steps = tuple(f"Step {n}" for n in range(8))
    front = of_question(replace(CHOICE, kind="order", options=steps, answer=steps)).front
    assert [it for it in steps if it in front] == list(steps)
    assert [front.index(it) for it in steps] != sorted(front.index(it) for it in steps)


def test_a_gap_is_shown_as_a_gap():
    gap = replace(CHOICE, kind="cloze", options=(), prompt="(_____) and (_____) are kept.")
    assert plain_of(of_question(gap).front) == "(_____) and (_____) are kept."


def test_a_question_shows_its_options_by_letter_and_says_why():
    card = of_question(CHOICE)
    letter = card.front[card.front.index("Freeze") - 3]
    assert sorted(card.front.split("\n\n- ")[1].replace("\n- ", " ").split(" ")) == [
        "A.",
        "B.",
        "Freeze",
        "Train",
    ]
    assert letter in card.accept
    assert (card.back, card.why) == ("Freeze", "The body is frozen first.")
    assert card.key.name == "q1"
    assert card.key.heading == ("How to do it",)


def test_a_saved_answer_is_its_question_and_its_sentences_without_marks():
    card = of_answer(answered("why?"))
    assert (card.front, card.back) == ("why?", WHY)
    assert (card.key.kind, card.key.source) == ("answer", TRANSFER.source)


def test_what_another_library_says_too_is_not_saved_beside_it():
    private = replace(CITATION, n=2, library=LibraryId("theirs"))
    both = replace(
        answered("why?"),
        sentences=(Sentence(WHY, (1,)), Sentence("A secret.", (2,))),
        citations=(CITATION, private),
    )
    assert of_answer(both).back == WHY


def test_a_lessons_cards_come_once_each_its_terms_first():
    made = of_lesson(TRANSFER, (TERM, TERM), (CHOICE, CHOICE))
    assert [it.key.kind for it in made] == ["term", "meaning", "question"]


def test_a_card_is_known_again_by_its_key_and_its_change_by_what_it_is_made_from():
    before, after = of_question(CHOICE), of_question(replace(CHOICE, why="Because."))
    assert before.key == after.key
    assert before.made_from != after.made_from
    assert of_question(CHOICE).made_from == before.made_from


def test_a_formula_in_an_answer_stays_one():
    said = replace(answered("why?"), sentences=(Sentence("The loss is $x_i$ and a_b.", (1,)),))
    assert of_answer(said).back == "The loss is $x_i$ and a\\_b."


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1).filter(
        lambda it: "$" not in it and it.strip() == it and not it[0].isdigit() and it[0] not in "-+=~|&"
    )
)
def test_whatever_was_said_is_shown_as_it_was_said(words: str):
    said = replace(answered("why?"), sentences=(Sentence(f"So {words}", (1,)),))
    assert plain_of(of_answer(said).back) == f"So {words}"
