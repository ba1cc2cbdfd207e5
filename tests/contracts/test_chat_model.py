"""ScriptedChat and LangchainChat keep the promises of knowledge.ports.ChatModel"""

import socket
from collections.abc import AsyncIterator

import pytest

from knowledge.adapters.chat_model import LangchainChat
from knowledge.errors import ModelQuotaSpent, ModelRejected, ModelTimedOut, ModelUnavailable
from knowledge.ports import ChatModel, Message
from tests.fakes.openai_wire import OpenAIWire, served
from tests.fakes.scripted_chat import ScriptedChat

ASKED = (Message("system", "Be brief."), Message("user", "What is a layer?"))
KEY = "sk-of-nobody"


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenAIWire]:
    async with served(OpenAIWire()) as wire:
        monkeypatch.setenv("OPENAI_BASE_URL", wire.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.delenv(proxy, raising=False)
        yield wire


async def said(chat: ChatModel) -> str:
    return "".join([piece async for piece in chat.stream(ASKED)])


def over(wire: OpenAIWire, timeout_s: float = 20) -> LangchainChat:
    return LangchainChat("openai:loopback", timeout_s=timeout_s)


async def test_the_pieces_of_a_reply_make_it_up(wire: OpenAIWire) -> None:
    wire.pieces = ("A layer ", "is one stage ", "of a network.")
    for chat in (ScriptedChat(wire.pieces), over(wire)):
        assert await said(chat) == "A layer is one stage of a network."


async def test_roles_and_words_reach_the_model_as_they_are(wire: OpenAIWire) -> None:
    wire.pieces = ("Yes.",)
    await said(over(wire))
    assert [(one["role"], one["content"]) for one in wire.requests[0]["messages"]] == [
        ("system", "Be brief."),
        ("user", "What is a layer?"),
    ]


async def test_an_empty_reply_is_no_reply(wire: OpenAIWire) -> None:
    wire.pieces = ("", " ")
    for chat in (ScriptedChat(wire.pieces), over(wire)):
        with pytest.raises(ModelUnavailable, match="empty"):
            await said(chat)


async def test_what_was_said_before_a_stream_is_cut_has_arrived(wire: OpenAIWire) -> None:
    wire.pieces, wire.fault = ("A layer is ",), "cut"
    for chat in (ScriptedChat(("A layer is ", ModelUnavailable("cut"))), over(wire)):
        stream = chat.stream(ASKED)
        assert await anext(stream) == "A layer is "
        with pytest.raises(ModelUnavailable):
            await anext(stream)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ModelRejected),
        (404, ModelRejected),
        (429, ModelQuotaSpent),
        (500, ModelUnavailable),
        (503, ModelUnavailable),
    ],
)
async def test_a_refused_request_says_what_was_wrong_and_is_not_tried_again(
    wire: OpenAIWire, status: int, kind: type[ModelUnavailable]
) -> None:
    wire.status = status
    with pytest.raises(kind) as raised:
        await said(over(wire))
    assert len(wire.requests) == 1
    assert KEY not in str(raised.value) + raised.value.hint


async def test_a_body_that_is_no_json_is_an_unavailable_model(wire: OpenAIWire) -> None:
    wire.pieces, wire.fault = ("A",), "malformed"
    with pytest.raises(ModelUnavailable):
        await said(over(wire))


async def test_a_page_in_place_of_a_reply_is_an_unavailable_model(wire: OpenAIWire) -> None:
    wire.fault = "html"
    with pytest.raises(ModelUnavailable):
        await said(over(wire))


async def test_a_model_that_stalls_is_given_up_after_its_seconds(wire: OpenAIWire) -> None:
    chat = over(wire)
    wire.pieces = ("Ready.",)
    await said(chat)
    stalling = over(wire, timeout_s=0.5)
    wire.fault = "slow"
    with pytest.raises(ModelTimedOut):
        await said(stalling)


async def test_nobody_listening_is_an_unavailable_model(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        with pytest.raises(ModelUnavailable):
            await said(LangchainChat("openai:loopback", timeout_s=20))


@pytest.mark.parametrize(
    ("model", "hint"),
    [
        ("nobody:nothing", "provider:model"),
        ("nothing", "provider:model"),
        ("ibm:loopback", "Install"),
        ("openai:loopback", "OPENAI_API_KEY"),
    ],
)
async def test_a_model_that_cannot_be_opened_says_what_to_mend(
    monkeypatch: pytest.MonkeyPatch, model: str, hint: str
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ModelRejected) as told:
        await said(LangchainChat(model, timeout_s=20))
    assert model in str(told.value)
    assert hint in told.value.hint


async def test_a_server_of_ones_own_needs_no_key(wire: OpenAIWire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    wire.pieces = ("Yes.",)
    assert await said(over(wire)) == "Yes."
