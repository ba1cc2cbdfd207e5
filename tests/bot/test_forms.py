"""Words that a form asks for -> the command that they complete"""

import pytest

from bot.buttons import decode, encode
from bot.commands import (
    AnswerCard,
    AnswerConcern,
    AnswerQuestion,
    AnswerTogether,
    Ask,
    Command,
    FollowUp,
    TypeAnswer,
    TypeCard,
    TypeTogether,
    WriteAnswer,
)
from bot.forms import FORMS, filled
from bot.models import CardId, ConversationId, RoundId

OPENED = {
    FollowUp(ConversationId(7), private=True): Ask("w", conversation=ConversationId(7), private=True),
    TypeAnswer(RoundId(3), 2): AnswerQuestion("w", RoundId(3), 2),
    TypeTogether(RoundId(3), 2): AnswerTogether("w", RoundId(3), 2),
    WriteAnswer(9): AnswerConcern(9, "w"),
    TypeCard(CardId(4), 6): AnswerCard(CardId(4), 6, "w"),
}


def test_every_form_is_tried_here():
    assert {type(opened) for opened in OPENED} == set(FORMS)


@pytest.mark.parametrize(("opened", "done"), OPENED.items(), ids=lambda it: type(it).__name__)
def test_a_form_is_known_again_by_its_id_alone(opened: Command, done: Command):
    custom_id = encode(opened)
    assert custom_id is not None
    assert filled(decode(custom_id), "w") == done


@pytest.mark.parametrize("form", FORMS.values(), ids=[kind.__name__ for kind in FORMS])
def test_its_words_fit_where_platforms_put_them(form):
    assert len(form.title) <= 45
    assert len(form.label) <= 45
    assert len(form.placeholder) <= 100
