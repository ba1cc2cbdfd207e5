"""How each command is acknowledged, by the table"""

from typing import get_args

import pytest

from bot import commands
from bot.acknowledging import Place, acknowledgement, settled
from bot.commands import (
    AnswerQuestion,
    Ask,
    Command,
    Define,
    FollowUp,
    GiveFeedback,
    ReadLesson,
    Reword,
    TypeAnswer,
)
from bot.forms import FORMS
from bot.models import ConversationId, RoundId

TYPED = Place()
OWN = Place(tapped=True, own=True)
SHARED = Place(tapped=True)


def a(kind: type) -> Command:
    """Some command of that kind: only its kind counts, but for who is to see an answer."""
    required = {
        "question": "",
        "words": "",
        "word": "",
        "name": "",
        "library": "",
        "response": "",
        "answer": "",
        "at": "8:30",
        "learner": 1,
    }
    values = {
        name: required.get(name, 1)
        for name in kind.__dataclass_fields__
        if name in required or name in ("round", "number", "n", "turn", "conversation", "card", "reviews")
    }
    extra = {
        "level": "simpler",
        "rating": "good",
        "studied": True,
        "helpful": True,
        "files": (),
        "kind": "reported",
        "question": 1,
    }
    values |= {name: value for name, value in extra.items() if name in kind.__dataclass_fields__}
    if kind in (commands.Ask,):
        values = {"question": "why?"}
    made: Command = kind(**values)
    return made


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("place", [TYPED, OWN, SHARED], ids=["typed", "own", "shared"])
def test_every_command_has_an_acknowledgement_wherever_it_comes_from(kind: type, place: Place):
    assert acknowledgement(a(kind), place) in ("public", "private", "update", "form")


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
def test_a_message_that_others_see_is_never_edited_for_one_of_them(kind: type):
    assert acknowledgement(a(kind), SHARED) != "update"


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
def test_only_what_has_a_form_asks_for_words(kind: type):
    assert (acknowledgement(a(kind), OWN) == "form") == (kind in FORMS)


@pytest.mark.parametrize(
    ("command", "place", "how"),
    [
        (Define("loss"), TYPED, "public"),
        (Define("loss"), OWN, "update"),
        (Define("loss"), SHARED, "private"),
        (ReadLesson("intro", 1), OWN, "update"),
        (AnswerQuestion("a", RoundId(1), 0), OWN, "update"),
        (GiveFeedback(ConversationId(1), 1, True), SHARED, "private"),
        (TypeAnswer(RoundId(1), 0), OWN, "form"),
        (Ask("why?"), TYPED, "public"),
        (Ask("why?"), Place(private_answers=True), "private"),
        (Ask("why?", private=False), Place(private_answers=True), "public"),
        (Ask("why?", private=True), TYPED, "private"),
        (Reword(ConversationId(1), 1, "simpler", private=True), SHARED, "private"),
        (Reword(None, 0, "simpler"), TYPED, "private"),
        (Reword(ConversationId(1), 1, "simpler", private=False), OWN, "public"),
    ],
)
def test_the_asker_is_heard_first_and_the_space_next(command: Command, place: Place, how: str):
    assert acknowledgement(command, place) == how


def test_what_was_acknowledged_as_private_is_asked_for_as_private():
    place = Place(private_answers=True)
    assert settled(Ask("why?"), place) == Ask("why?", private=True)
    assert settled(FollowUp(ConversationId(1)), place) == FollowUp(ConversationId(1), private=True)
    assert settled(Define("loss"), place) == Define("loss")
