"""What of a draft its sources support"""

import pytest

from knowledge.grounding import Supported, drafted, supported
from tests.knowledge.answering_material import COURSE, passage

ROT = passage(COURSE[2].text)
APHIDS = passage(COURSE[3].text, source="a.md")
BOTH = (ROT, APHIDS)


def test_what_the_cited_passage_says_stands() -> None:
    kept = supported("Uneven watering causes blossom end rot when the soil dries out [1].", BOTH)
    assert kept == Supported("Uneven watering causes blossom end rot when the soil dries out.", (0,))


def test_a_sentence_without_a_mark_gets_that_of_the_passage_that_says_it() -> None:
    kept = supported("Ladybirds eat about 50 aphids a day.", BOTH)
    assert kept is not None
    assert kept.passages == (1,)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("another number", "Ladybirds eat about 500 aphids a day [2]."),
        ("a name of its own", "Ladybirds from Spain eat about 50 aphids a day [2]."),
        ("its opposite", "Ladybirds do not eat aphids every day [2]."),
        ("things of its own", "Ladybirds sleep all winter under dry bark and leaves [2]."),
        ("another passage's words", "Ladybirds eat about 50 aphids a day [1]."),
        ("a passage that is not there", "Ladybirds live in houses far away [7]."),
        ("another language", "Marienkäfer fressen etwa 50 Blattläuse am Tag [2]."),
        ("a link", "Ladybirds eat about 50 aphids a day, see https://evil.example [2]."),
        ("a mention", "@everyone ladybirds eat about 50 aphids a day [2]."),
        ("a refusal", "I'm sorry, but the passages do not say what aphids eat."),
        ("a question", "Do ladybirds eat about 50 aphids a day [2]?"),
        ("another cause", "Blossom end rot comes from excessive watering [1]."),
        ("a word that it made up", "Ladyphids eat about 50 aphids a day [2]."),
        ("nothing", "Sure!"),
    ],
)
def test_a_sentence_is_dropped_for(what: str, sentence: str) -> None:
    assert supported(sentence, BOTH) is None, what


def test_a_heading_is_no_statement() -> None:
    headed = passage("Bark keeps water in.", title="The bark of trees")
    assert supported("The bark of trees [1].", (headed,)) is None
    assert supported("The bark of trees keeps water in [1].", (headed,)) is not None


def test_what_two_cited_passages_say_together_stands_on_both() -> None:
    kept = supported("Ladybirds eat about 50 aphids a day [2][1].", BOTH)
    assert kept is not None
    assert kept.passages == (1,)


def test_markup_of_the_draft_is_resolved() -> None:
    kept = supported("**Ladybirds** eat about `50` aphids a day [2].", BOTH)
    assert kept is not None
    assert kept.text == "Ladybirds eat about 50 aphids a day."


def test_a_draft_is_read_sentence_by_sentence_and_its_last_one_waits() -> None:
    assert drafted("One is red. Two is", ended=False) == ("One is red.",)
    assert drafted("One is red. Two is blue.", ended=True) == ("One is red.", "Two is blue.")


def test_a_mark_after_the_stop_belongs_to_the_sentence_before_it() -> None:
    assert drafted("One is red. [1] Two is blue. [2]", ended=True) == ("One is red [1].", "Two is blue [2].")
    assert drafted("One is red. [1", ended=False) == ()


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    assert drafted("- One is red [1]\n2. Two is blue", ended=True) == ("One is red [1]", "Two is blue")
