"""A long message: what is asked in it"""

import pytest

from knowledge.gist import gist
from tests.knowledge.answering_material import GARDEN, garden

BEFORE = (
    "Hi there, I have been reading about the garden for a week now, mostly in the evenings, and I like it. "
    "My brother grows things too, and we argued about it over dinner, which was not great. I looked for it "
    "in the slides, but they are so long that I gave up. So here is what I could not find anywhere. "
)
AFTER = (
    " I know that it is probably written down somewhere and I did not see it, sorry for that. My plan is to "
    "do one chapter a day, and then to repeat everything at the weekend, if my boss lets me have it off."
)


def test_a_short_question_is_left_as_it_is() -> None:
    short = "I read about aphids. They suck sap. What eats them?"
    assert gist(short) == short


@pytest.mark.parametrize("message", [BEFORE + "What eats aphids?", BEFORE + "What eats aphids?" + AFTER])
def test_of_a_long_message_the_question_counts(message: str) -> None:
    assert gist(message) == "What eats aphids?"


def test_a_question_without_its_mark_is_known_by_how_it_begins() -> None:
    assert gist(BEFORE + "So what eats aphids." + AFTER) == "So what eats aphids."


def test_a_question_that_says_too_little_keeps_the_sentence_before() -> None:
    told = "Blossom end rot comes from uneven watering."
    assert gist(f"{BEFORE}{told} Why is that?{AFTER}") == f"{told} Why is that?"


def test_of_a_long_traceback_the_error_counts() -> None:
    frames = "".join(
        f'  File "garden{n}.py", line {n}, in water\n    pour(can, bed={n})\n' for n in range(30)
    )
    error = "ValueError: the can is empty"
    assert gist(f"Traceback (most recent call last):\n{frames}{error}\n") == error


def test_a_long_message_that_asks_nothing_is_left_as_it_is() -> None:
    message = "The mulch keeps the soil moist. " * 20
    assert gist(message) == message


async def test_a_long_message_does_not_lose_the_passage() -> None:
    passages = await (await garden()).retriever.find(f"{BEFORE}What eats aphids?{AFTER}", (GARDEN,))
    assert passages[0].chunk.heading == ("Aphids",)
