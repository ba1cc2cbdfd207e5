"""What of a draft its sources support"""

import pytest

from knowledge.grounding import Supported, drafted, supported
from knowledge.models import Passage
from tests.knowledge.answering_material import COURSE, passage
from tests.knowledge.paraphrases import BRIDGE, FALSE, HEART, LEAVES, TRUE

ROT = passage(COURSE[2].text)
APHIDS = passage(COURSE[3].text, source="a.md")
BOTH = (ROT, APHIDS)


def test_what_the_cited_passage_says_stands() -> None:
    kept = supported("Uneven watering causes blossom end rot [1].", BOTH)
    assert kept == Supported("Uneven watering causes blossom end rot.", (0,))


def test_a_sentence_without_a_mark_gets_that_of_the_passage_that_says_it() -> None:
    kept = supported("Ladybirds eat about 50 aphids a day.", BOTH)
    assert kept is not None
    assert kept.passages == (1,)


@pytest.mark.parametrize(
    "named", ["The Ladybirds and Aphids Railway.", "Ladybirds Limited House.", "In the warm garden."]
)
def test_a_name_without_a_verb_says_nothing_that_could_be_checked(named: str) -> None:
    ran = passage(f"{named[:-1]} was sold to the city in 1830.")
    assert supported(f"{named[:-1]} was sold to the city in 1830.", (ran,)) is not None
    assert supported(f"{named} [1]", (ran,)) is None


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("another number", "Ladybirds eat about 500 aphids a day [2]."),
        ("a name of its own", "Ladybirds from Spain eat about 50 aphids a day [2]."),
        ("its opposite", "Ladybirds do not eat aphids every day [2]."),
        ("things of its own", "Ladybirds sleep all winter under dry bark and leaves [2]."),
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


@pytest.mark.parametrize(("source", "sentence"), FALSE, ids=[sentence for _, sentence in FALSE])
def test_what_its_passage_does_not_say_is_dropped(source: Passage, sentence: str) -> None:
    assert supported(f"{sentence} [1]", (source,)) is None


def test_most_of_what_is_said_in_other_words_is_kept() -> None:
    kept = [sentence for source, sentence in TRUE if supported(f"{sentence} [1]", (source,))]
    assert len(kept) >= 0.7 * len(TRUE)


def test_what_another_passage_says_gets_the_mark_of_that_one() -> None:
    kept = supported("Ladybirds eat about 50 aphids a day [1].", BOTH)
    assert kept == Supported("Ladybirds eat about 50 aphids a day.", (1,))


def test_two_facts_in_one_sentence_stand_on_both_their_passages() -> None:
    said = "The heart has four chambers, and the Iron Bridge opened in 1781 [1][2]."
    kept = supported(said, (HEART, BRIDGE))
    assert kept is not None
    assert kept.passages == (0, 1)


def test_two_facts_are_not_made_into_a_third() -> None:
    assert supported("The Iron Bridge has four chambers [1][2].", (HEART, BRIDGE)) is None
    assert supported("The heart opened in 1781 [1][2].", (HEART, BRIDGE)) is None


def test_a_pronoun_stands_for_what_the_sentence_before_it_spoke_of() -> None:
    heart = supported("The heart is a muscle [1].", (HEART,))
    arteries = supported("Arteries carry blood away from the heart [1].", (HEART,))
    assert supported("It has four chambers [1].", (HEART,), heart) is not None
    assert supported("It has four chambers [1].", (HEART,), arteries) is None
    assert supported("It has four chambers [1].", (HEART,)) is None


def test_a_word_for_a_number_is_that_number() -> None:
    assert supported("The heart has 4 chambers [1].", (HEART,)) is not None
    assert supported("The heart has 5 chambers [1].", (HEART,)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The heart has four chambers (1).",
        "The heart has four chambers [1, 2].",
        "The heart has four chambers 【1】.",
        "The heart has four chambers [Passage 1].",
        "According to passage 1, the heart has four chambers.",
        "Passage [1] says that the heart has four chambers.",
    ],
)
def test_a_mark_is_understood_however_it_is_written(sentence: str) -> None:
    kept = supported(sentence, (HEART, LEAVES))
    assert kept is not None
    assert kept.text == "The heart has four chambers."
    assert kept.passages == (0,)


@pytest.mark.parametrize("fragment", ["The heart has four chambers:", "Heart (four)", "Adult heart"])
def test_what_is_no_whole_statement_is_dropped(fragment: str) -> None:
    assert supported(fragment, (HEART,)) is None


def test_what_leads_up_to_the_answer_is_left_out() -> None:
    kept = supported("Sure! The answer to this question is: The heart has four chambers.", (HEART,))
    assert kept is not None
    assert kept.text == "The heart has four chambers."


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


def test_a_sentence_that_a_model_wrapped_is_one() -> None:
    draft = "The heart pumps blood through the body, from the top of the head to the\nfeet.\n\nIt beats"
    whole = "The heart pumps blood through the body, from the top of the head to the feet."
    assert drafted(draft, ended=True) == (whole,)


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    assert drafted("- One is red [1]\n2. Two is blue", ended=True) == ("One is red [1]", "Two is blue")


def test_what_a_model_thinks_aloud_is_no_answer() -> None:
    draft = "<think>The heart is a bone. Let me see.</think>\nThe heart has four chambers [1]."
    assert drafted(draft, ended=True) == ("The heart has four chambers [1].",)
    assert drafted("<think>The heart is a bone. Let", ended=False) == ()


def test_what_breaks_off_is_no_sentence() -> None:
    assert drafted("One is red. Two is", ended=True) == ("One is red.",)


@pytest.mark.parametrize(
    "tail",
    [
        ", because it is cheaper",
        ", which made it famous",
        " and this was the first of its kind",
        ", although many doubt it",
        " in Norway",
        " since 1950",
    ],
)
def test_what_is_added_to_a_true_sentence_takes_it_down(tail: str) -> None:
    added = [(source, f"{sentence.rstrip('.')}{tail}.") for source, sentence in TRUE]
    assert [sentence for source, sentence in added if supported(sentence, (source,))] == []


DENIED = [
    (source, denied)
    for source, sentence in TRUE
    for verb in (" is ", " are ", " was ", " can ", " has ", " may ")
    if (denied := sentence.replace(verb, f"{verb}not ", 1)) != sentence
]
OTHER_NUMBERS = [
    (source, sentence.replace(number, other, 1))
    for source, sentence in TRUE
    for number, other in (("60", "70"), ("1781", "1871"), ("1779", "1799"), ("3.6", "36"), ("four", "five"))
    if number in sentence
]
ALL_OR_ONLY = [
    (source, f"{word} {sentence[:1].lower()}{sentence[1:]}")
    for source, sentence in TRUE
    for word in ("All", "Only", "No", "Sometimes")
    if not sentence.startswith(("It ", "In ", "On ", "Using ", "Because ", "Some ", "Most "))
]


@pytest.mark.parametrize(
    "wrong", [DENIED, OTHER_NUMBERS, ALL_OR_ONLY], ids=["denied", "numbers", "all or only"]
)
def test_a_true_sentence_turned_false_is_dropped(wrong: list[tuple[Passage, str]]) -> None:
    assert len(wrong) >= 10
    assert [sentence for source, sentence in wrong if supported(f"{sentence} [1]", (source,))] == []
