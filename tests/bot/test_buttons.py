"""commands <-> custom ids"""

from contextlib import suppress
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import LIMIT, decode, encode
from bot.commands import Ask, Command, Define, GiveFeedback, ReadLesson, StartQuiz
from bot.errors import BadCommand, BotError, StaleButton
from bot.models import ConversationId

COMMANDS = st.one_of(*(st.from_type(kind) for kind in get_args(Command)))


@given(COMMANDS)
@settings(max_examples=60)
def test_a_custom_id_is_short_ascii_and_reads_back_as_the_command(command: Command):
    custom_id = encode(command)
    if custom_id is not None:
        assert custom_id.isascii()
        assert len(custom_id) <= LIMIT
        assert decode(custom_id) == command


@given(st.text(max_size=120))
def test_what_a_stranger_sends_is_a_command_or_refused(custom_id: str):
    found = None
    with suppress(BotError):
        found = decode(custom_id)
    assert found is None or encode(found) is not None


@pytest.mark.parametrize(
    "command",
    [
        Ask("", conversation=None, private=False),
        GiveFeedback(ConversationId(2**62), 1, True),
        Define("naïve Bayes: ~a b+c%"),
        ReadLesson("transfer-learning", None),
        StartQuiz("", 50, 0),
    ],
)
def test_edges_fit_and_come_back(command: Command):
    custom_id = encode(command)
    assert custom_id is not None
    assert decode(custom_id) == command


def test_what_would_be_too_long_has_no_id():
    assert encode(Define("x" * 100)) is None
    assert encode(Define("é" * 30)) is None


@pytest.mark.parametrize("custom_id", ["", "dance", "src:1:2", "src:1:2:3:4", "def:" + "x" * 100])
def test_an_id_that_is_not_written_today_is_stale(custom_id: str):
    with pytest.raises(StaleButton):
        decode(custom_id)


@pytest.mark.parametrize(
    "custom_id", ["src:1:2:x", "src:1:2:~", "fb:1:1:yes", "def:%ff", f"src:1:1:{2**63}", "src:1:1:²"]
)
def test_an_id_that_was_tampered_with_is_refused(custom_id: str):
    with pytest.raises(BadCommand):
        decode(custom_id)


def test_every_command_has_a_name_of_its_own():
    names = set()
    for kind in get_args(Command):
        values = {"int": 1, "str": "x", "bool": True}
        given = {
            field.name: values.get(getattr(field.type, "__name__", ""), 1)
            for field in fields(kind)
            if field.default is field.default_factory
        }
        names.add(str(encode(kind(**given))).split(":")[0])
    assert len(names) == len(get_args(Command))
