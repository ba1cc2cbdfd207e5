"""What a learner may type into the starter course besides good questions: told from what it holds"""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.near_miss import NEAR
from knowledge.small_talk import GREETED, NO_TOPIC, THANKED
from tests.starter.test_starter_course import STARTER

pytestmark = pytest.mark.slow

HELD = (
    "LoRA",
    "few shot",
    "overfitting",
    "catastrophic forgetting",
    "learning rate",
    "what does RAG stand for?",
    "explain RAG",
    "hi, what is LoRA? thanks!",
    "is LoRA better than full fine-tuning?",
    "Which layers should I freeze when I have little data?",
    "ok so our team has maybe fifty photos of leaves and no big machine, and my colleague says that we "
    "should not train a network from nothing but take one that was trained on other photographs; why would "
    "general patterns learned elsewhere help us with so few examples?",
)
NOT_HELD = (
    "who won the world cup?",
    "what is the capital of France?",
    "how do I bake bread?",
    "what is photosynthesis?",
    "what is prompt injection?",
    "what is gradient descent?",
    "what is beam search?",
    "what is dropout?",
    "how much does GPT-4 cost?",
    "pizza",
    "temperature",
    "weather tomorrow",
    "asdf qwer zxcv",
    "Was ist die Hauptstadt von Frankreich?",
    "¿Cuánto cuesta un billete de tren a Sevilla?",
)
SAID = {"hi": GREETED, "thanks": THANKED, "what is it?": NO_TOPIC, "the of and": NO_TOPIC, "why?": NO_TOPIC}
# Half of what it asks about stands in an example of something else.
NEARLY = ("how do I reset my router password?",)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, models: Path) -> dict[str, Any]:
    data = ("--data", str(tmp_path_factory.mktemp("starter")))
    runner = CliRunner()
    assert runner.invoke(app, [*data, "ingest", str(STARTER)]).exit_code == 0
    asked = (*HELD, *NOT_HELD, *SAID, *NEARLY)
    done = runner.invoke(app, [*data, "ask", "--json", "-"], input="\n".join(asked) + "\n")
    return dict(zip(asked, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("question", HELD)
def test_what_it_holds_is_answered_however_short_or_long(told: dict[str, Any], question: str) -> None:
    assert not told[question]["abstained"]


@pytest.mark.parametrize("question", NOT_HELD)
def test_what_it_does_not_hold_is_not_answered(told: dict[str, Any], question: str) -> None:
    assert told[question]["abstained"]


@pytest.mark.parametrize("question", SAID)
def test_what_is_no_question_gets_a_word_of_its_own(told: dict[str, Any], question: str) -> None:
    assert told[question]["abstained"]
    assert told[question]["remark"] == SAID[question]


@pytest.mark.parametrize("question", NEARLY)
def test_what_it_only_comes_near_is_at_most_told_as_such(told: dict[str, Any], question: str) -> None:
    assert told[question]["abstained"] or told[question]["remark"] == NEAR
