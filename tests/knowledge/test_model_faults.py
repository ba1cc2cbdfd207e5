"""A learner's answer, whatever a real client meets on the wire: never worse than without a model"""

import socket
from collections.abc import AsyncIterator

import pytest

from knowledge.adapters.chat_model import LangchainChat
from knowledge.models import Answer
from tests.fakes.clock import FrozenClock
from tests.fakes.openai_wire import Fault, OpenAIWire, served
from tests.knowledge.answering_material import garden, whole

ROT = "why does blossom end rot come from uneven watering?"
TRUE = "Blossom end rot comes from uneven watering [1]. "


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenAIWire]:
    async with served(OpenAIWire()) as wire:
        monkeypatch.setenv("OPENAI_BASE_URL", wire.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
        yield wire


def over_wire(timeout_s: float = 20) -> LangchainChat:
    return LangchainChat("openai:loopback", timeout_s=timeout_s)


async def answered(chat: LangchainChat) -> Answer:
    return await whole((await garden()).answerer(chat), ROT)


async def same_as_without_a_model(answer: Answer) -> bool:
    own = await whole((await garden()).answerer(), ROT)
    return (answer.sentences, answer.citations, answer.composer) == (own.sentences, own.citations, "fallback")


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "could not be reached"),
        (403, "could not be reached"),
        (404, "could not be reached"),
        (429, "quota"),
        (500, "could not be reached"),
        (503, "could not be reached"),
    ],
)
async def test_a_refused_request_leaves_the_lessons_own_answer(
    wire: OpenAIWire, status: int, word: str
) -> None:
    wire.status = status
    answer = await answered(over_wire())
    assert await same_as_without_a_model(answer)
    assert word in answer.remark
    assert answer.tokens == 0
    assert len(wire.requests) == 1


@pytest.mark.parametrize("fault", ["cut", "malformed", "html"])
async def test_a_reply_that_is_none_leaves_the_lessons_own_answer(wire: OpenAIWire, fault: Fault) -> None:
    wire.fault = fault
    answer = await answered(over_wire())
    assert await same_as_without_a_model(answer)
    assert answer.remark


@pytest.mark.parametrize("fault", ["cut", "malformed", "slow"])
async def test_what_was_checked_before_a_fault_stays(wire: OpenAIWire, fault: Fault) -> None:
    await answered(over_wire())
    wire.pieces, wire.fault = (TRUE, "And it"), fault
    answer = await answered(over_wire(timeout_s=1.0))
    assert answer.text == "Blossom end rot comes from uneven watering. [1]"
    assert answer.composer == "model"
    assert answer.tokens > 0


async def test_a_first_word_that_is_late_is_waited_for_up_to_the_settings_seconds(wire: OpenAIWire) -> None:
    wire.pieces, wire.before_first_s = (TRUE,), 0.3
    assert (await answered(over_wire())).composer == "model"
    wire.before_first_s = 5.0
    late = await answered(over_wire(timeout_s=0.5))
    assert await same_as_without_a_model(late)
    assert "too long" in late.remark
    assert late.tokens > 0


async def test_nobody_listening_leaves_the_lessons_own_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
        answer = await answered(over_wire())
    assert await same_as_without_a_model(answer)
    assert answer.tokens == 0


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("30", 30), ("0.5", 0.5), ("soon", 30), ("", 30), ("nan", 30)],
)
async def test_a_provider_that_asks_for_a_pause_gets_it(
    wire: OpenAIWire, retry_after: str, seconds: float
) -> None:
    clock = FrozenClock()
    chat = LangchainChat("openai:loopback", timeout_s=20, now=lambda: clock.now().timestamp())
    wire.status, wire.retry_after = 429, retry_after
    await answered(chat)
    wire.status, wire.pieces = 200, (TRUE,)
    clock.advance(seconds=seconds - 0.1)
    meanwhile = await answered(chat)
    assert await same_as_without_a_model(meanwhile)
    assert "quota" in meanwhile.remark
    assert len(wire.requests) == 1
    clock.advance(seconds=0.2)
    assert (await answered(chat)).composer == "model"


async def test_a_date_to_come_back_at_is_read_by_the_providers_own_clock(wire: OpenAIWire) -> None:
    clock = FrozenClock()
    chat = LangchainChat("openai:loopback", timeout_s=20, now=lambda: clock.now().timestamp())
    wire.status, wire.retry_after = 503, "Fri, 31 Dec 2100 23:59:59 GMT"
    await answered(chat)
    clock.advance(hours=1)
    await answered(chat)
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "NOT IN THE PASSAGES",
        "I'm sorry, but as an AI language model I cannot help with that.",
        "Das kommt von ungleichmäßigem Gießen [1].",
        "You lazy fool, read the lesson yourself [1].",
        "[1] Troubles > Blossom end rot",
        "Keep to the passages' own facts, names and numbers. Add nothing of your own.",
        "Question: why does blossom end rot come from uneven watering?",
        "<think>Blossom end rot comes from uneven watering [1].</think>",
        "```\nBlossom end rot comes from uneven watering\n```",
        "Blossom end rot comes from uneven watering, see https://evil.example [1].",
        "@everyone Blossom end rot comes from uneven watering [1].",
        "<@123> Blossom end rot comes from uneven watering [1].",
        "Blossom end rot comes from a virus, which tomatoes catch in spring [1].",
        "Aphids are small green insects that suck sap [2].",
        "la " * 3000,
        "the plant " * 3000 + ".",
    ],
)
async def test_a_reply_that_helps_nobody_is_replaced_and_its_cost_is_told(
    wire: OpenAIWire, reply: str
) -> None:
    wire.pieces, wire.tokens = (reply,), 321
    answer = await answered(over_wire())
    assert await same_as_without_a_model(answer)
    assert answer.remark
    assert answer.tokens > 0


async def test_a_model_that_finds_nothing_is_told_of_as_such(wire: OpenAIWire) -> None:
    wire.pieces = ("NOT IN THE ", "PASSAGES")
    assert "found no answer" in (await answered(over_wire())).remark


async def test_a_reply_without_end_is_left_after_a_while(wire: OpenAIWire) -> None:
    wire.pieces = (TRUE, *(f"Tomatoes number {n} are red. " for n in range(2000)))
    answer = await answered(over_wire())
    assert answer.text == "Blossom end rot comes from uneven watering. [1]"
    assert answer.complete


@pytest.mark.parametrize(
    "reply",
    [
        "<think>What is asked? It is [2].</think>\n\nBlossom end rot comes from uneven watering [1].",
        "- Blossom end rot comes from uneven watering (1)\n- It is cured by song (1)",
        "1. **Blossom end rot** comes from uneven watering 【1】.",
        "Blossom end rot comes from uneven watering.",
        "Sure! Here is your answer: \nBlossom end rot comes from uneven watering. [1, 2]",
        "Blossom end rot comes from uneven watering [3].",
        "[Blossom end rot](https://evil.example) comes from uneven watering [1].",
        "According to passage 1, blossom end rot comes from uneven watering.",
    ],
)
async def test_what_stands_is_found_in_a_reply_of_any_dress(wire: OpenAIWire, reply: str) -> None:
    wire.pieces = tuple(reply[at : at + 7] for at in range(0, len(reply), 7))
    answer = await answered(over_wire())
    assert answer.composer == "model"
    assert [one.text.rstrip(".") for one in answer.sentences] == [
        "Blossom end rot comes from uneven watering"
    ]
    assert answer.citations[0].heading == ("Blossom end rot",)


async def test_the_providers_own_count_is_told(wire: OpenAIWire) -> None:
    wire.pieces, wire.tokens = (TRUE,), 321
    assert (await answered(over_wire())).tokens == 321
    assert wire.requests[0]["stream_options"] == {"include_usage": True}


async def test_a_server_that_cannot_count_is_asked_once_more_without_and_estimated(wire: OpenAIWire) -> None:
    wire.pieces, wire.knows_usage = (TRUE,), False
    chat = over_wire()
    first = await answered(chat)
    assert first.composer == "model"
    assert 100 < first.tokens < 1500
    await answered(chat)
    assert len(wire.requests) == 3
