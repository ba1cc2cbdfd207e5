"""Two sources that contradict each other are shown as such, both cited; innocent ones are left in peace"""

import pytest

from knowledge.contradictions import contradict
from knowledge.models import Answer
from tests.fakes.scripted_chat import ScriptedChat
from tests.knowledge.answering_material import COURSE, Shelves, chunk, whole

APART = {
    "a number": ("The battery lasts 4 hours.", "The battery lasts 6 hours."),
    "a number in words": ("The beetle has six legs.", "The beetle has 8 legs."),
    "a year": ("The Aster bridge was opened in 1931.", "The Aster bridge was opened in 1947."),
    "a year, turned round": ("In 1931 the Aster bridge was opened.", "The Aster bridge was opened in 1947."),
    "a date": ("The fair begins on 12 May.", "The fair begins on 14 May."),
    "a share": ("Clay holds 40% of the water.", "Clay holds 60% of the water."),
    "a name": ("The pump was invented by Ada Moor.", "The pump was invented by Jon Vale."),
    "a name in front": ("Ada Moor invented the pump.", "Jon Vale invented the pump."),
    "a place": ("Ada Moor was born in Ghent.", "Ada Moor was born in Oslo."),
    "a not": ("The valve is open at night.", "The valve is not open at night."),
    "yes and no": ("Basil can stand frost.", "Basil cannot stand frost."),
    "an opposite": ("Salt raises the boiling point.", "Salt lowers the boiling point."),
    "a reason beside it": ("The battery lasts 4 hours.", "The battery lasts 6 hours, because it is large."),
    "a word of the same meaning": ("The hall was built in 1931.", "The hall was completed in 1947."),
    "an owner": ("The rover's battery lasts 4 hours.", "The battery of the rover lasts 6 hours."),
}

IN_PEACE = {
    "the same": ("The battery lasts 4 hours.", "The battery lasts four hours."),
    "another subject": ("The red battery lasts 4 hours.", "The blue battery lasts 6 hours."),
    "another part": ("The front wheel has 12 spokes.", "The rear wheel has 18 spokes."),
    "another version": ("In version 2 the battery lasts 4 hours.", "In version 3 the battery lasts 6 hours."),
    "another year": ("In 2010 the town had 4000 people.", "In 2020 the town had 6000 people."),
    "another time": ("The battery once lasted 4 hours.", "Today the battery lasted 6 hours."),
    "another case": ("The battery lasts 4 hours with the lamp on.", "The battery lasts 6 hours with it off."),
    "a range that holds it": ("The battery lasts 4 to 6 hours.", "The battery lasts 5 hours."),
    "about as much": ("The wall is about 100 metres long.", "The wall is 101 metres long."),
    "a bound": ("The battery lasts more than 4 hours.", "The battery lasts 6 hours."),
    "another unit": ("The battery lasts 4 hours.", "The battery lasts 240 minutes."),
    "another lesson's number": ("See lesson 4 on tomato soil.", "See lesson 6 on tomato soil."),
    "labelled things": ("The Orion 4 rocket carried a probe.", "The Orion 6 rocket carried a probe."),
    "two events": ("The war lasted from 1914 to 1918.", "The war lasted from 1939 to 1945."),
    "what is held again": ("The tulip fair was held in 2010.", "The tulip fair was held in 2014."),
    "two places at once": ("Tomatoes grow in Spain.", "Tomatoes grow in Italy."),
    "two members": ("Spain is a member of the union.", "Italy is a member of the union."),
    "more said": ("Aphids suck sap.", "Aphids suck sap and carry disease."),
    "an order": ("Wait 20 seconds.", "Wait 5 seconds."),
    "a question": ("The battery lasts 4 hours.", "Does the battery last 6 hours?"),
    "somebody unnamed": ("It lasts 4 hours in the sun.", "It lasts 6 hours in the sun."),
    "left and right": ("The left lung has 2 lobes.", "The right lung has 3 lobes."),
}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_two_sentences_contradict_each_other_by(one: str, other: str) -> None:
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(("one", "other"), IN_PEACE.values(), ids=IN_PEACE)
def test_two_sentences_are_left_in_peace_for(one: str, other: str) -> None:
    assert not contradict(one, other)
    assert not contradict(other, one)


ROVER = chunk(
    "The Aster rover drives on gravel. The battery of the Aster rover lasts 4 hours. It has six wheels.",
    source="rover.md",
    title="The rover",
)
CARE = chunk(
    "Keep the rover dry. The Aster rover's battery lasts 6 hours.",
    source="care.md",
    title="Care of the rover",
)
FOUR, SIX = "The battery of the Aster rover lasts 4 hours.", "The Aster rover's battery lasts 6 hours."
ASKED = "how long does the battery of the Aster rover last?"


async def answered(*replies: list[str], others: tuple[str, ...] = ()) -> Answer:
    shelves = Shelves()
    more = [chunk(text, source=f"{n}.md", title="Aster rover") for n, text in enumerate(others)]
    await shelves.put([*COURSE, ROVER, CARE, *more])
    return await whole(shelves.answerer(ScriptedChat(*replies) if replies else None), ASKED)


def sources_of(answer: Answer, text: str) -> set[str]:
    by_n = {one.n: one.source for one in answer.citations}
    return {by_n[n] for one in answer.sentences if one.text == text for n in one.citations}


async def test_both_lessons_are_shown_and_cited() -> None:
    answer = await answered()
    assert (sources_of(answer, FOUR), sources_of(answer, SIX)) == ({"rover.md"}, {"care.md"})
    assert answer.remark == "Two lessons do not agree on this: see [1] and [2]."
    assert {one.n for one in answer.citations} == {1, 2}


async def test_the_second_side_of_an_answer_keeps_it_within_its_length() -> None:
    long = tuple(
        f"The Aster rover has a battery that lasts on cold days, kind {word}, "
        f"as long as {word} lamps burn beside the rover in its {word} shed at night."
        for word in ("amber", "beige", "coral", "denim", "ebony", "flint")
    )
    answer = await answered(others=long)
    assert len(answer.text) <= 600
    assert {"rover.md", "care.md"} <= {one.source for one in answer.citations}
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))


@pytest.mark.parametrize("told", [FOUR, SIX])
async def test_a_model_that_tells_one_side_is_put_right(told: str) -> None:
    answer = await answered([f"{told[:-1]} [{1 if told == FOUR else 2}].", f"{told[:-1]} [1]."])
    assert sources_of(answer, FOUR) == {"rover.md"}
    assert sources_of(answer, SIX) == {"care.md"}
    assert "do not agree" in answer.remark


async def test_lessons_that_agree_are_not_remarked_on() -> None:
    shelves = Shelves()
    same = chunk("The Aster rover's battery lasts four hours.", source="care.md", title="Care")
    await shelves.put([*COURSE, ROVER, same])
    answer = await whole(shelves.answerer(), ASKED)
    assert "agree" not in answer.remark
