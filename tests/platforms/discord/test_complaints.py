"""What Discord would refuse, told without a wire"""

from typing import Any

import pytest

from tests.fakes.discord_wire import complaints

CHANNEL = "/channels/1/messages"


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(buttons)}


def button(label: str = "b", custom_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


def text(words: str) -> dict[str, Any]:
    return {"type": 10, "content": words}


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "d", "type": 3, **more}


def form(**more: Any) -> dict[str, Any]:
    field = {"type": 4, "custom_id": "a", "style": 1, "label": "l", **more}
    return {"type": 9, "data": {"custom_id": "m", "title": "t", "components": [row(field)]}}


V2 = 1 << 15
REFUSED_MESSAGES = {
    "too long": {"content": "x" * 2001},
    "empty": {"content": " "},
    "a mistyped key": {"content": "x", "contnet": "y"},
    "a wrong type": {"content": 1},
    "a button that says nothing": {
        "content": "x",
        "components": [row({"type": 2, "style": 1, "custom_id": "a"})],
    },
    "a button that does nothing": {
        "content": "x",
        "components": [row({"type": 2, "style": 1, "label": "a"})],
    },
    "a link without an address": {"content": "x", "components": [row({"type": 2, "style": 5, "label": "a"})]},
    "a name given twice": {"content": "x", "components": [row(button(), button())]},
    "six in a row": {"content": "x", "components": [row(*(button(custom_id=str(n)) for n in range(6)))]},
    "six rows": {"content": "x", "components": [row(button(custom_id=str(n))) for n in range(6)]},
    "a long name": {"content": "x", "components": [row(button(custom_id="x" * 101))]},
    "a long label": {"content": "x", "components": [row(button(label="x" * 81))]},
    "41 components": {"flags": V2, "components": [text("x")] * 41},
    "too much text": {"flags": V2, "components": [text("x" * 2001), text("x" * 2001)]},
    "content beside new components": {"flags": V2, "content": "x", "components": [text("x")]},
    "embeds beside new components": {"flags": V2, "embeds": [{"title": "x"}], "components": [text("x")]},
    "new components without the flag": {"components": [text("x")]},
    "an empty field": {"embeds": [{"fields": [{"name": "n", "value": ""}]}]},
    "a long embed": {"embeds": [{"description": "x" * 4096}, {"description": "x" * 2000}]},
}
TAKEN_MESSAGES = {
    "words": {"content": "x" * 2000, "allowed_mentions": {"parse": []}},
    "buttons": {"content": "x", "components": [row(*(button(custom_id=str(n)) for n in range(5)))]},
    "new components": {"flags": V2, "components": [{"type": 17, "components": [text("x" * 4000)]}]},
    "an emoji alone": {"content": "x", "components": [row({**button(label=""), "emoji": {"name": "👍"}})]},
}


@pytest.mark.parametrize("body", REFUSED_MESSAGES.values(), ids=REFUSED_MESSAGES)
def test_a_message_that_discord_would_refuse_is_complained_of(body: dict[str, Any]):
    assert complaints("POST", CHANNEL, body)
    assert complaints("POST", "/interactions/1/t/callback", {"type": 4, "data": body})


@pytest.mark.parametrize("body", TAKEN_MESSAGES.values(), ids=TAKEN_MESSAGES)
def test_a_message_that_discord_takes_is_not(body: dict[str, Any]):
    assert not complaints("POST", CHANNEL, body)
    assert not complaints("PATCH", f"{CHANNEL}/2", body)
    assert not complaints("POST", "/webhooks/1/t", body)


@pytest.mark.parametrize(
    "body",
    [form(label="x" * 46), form(max_length=4001), form(custom_id="x" * 101), form(style=3)],
)
def test_a_form_that_discord_would_refuse_is_complained_of(body: dict[str, Any]):
    assert complaints("POST", "/interactions/1/t/callback", body)
    assert not complaints("POST", "/interactions/1/t/callback", form())


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Ask", "description": "d"},
        {"name": "ask me", "description": "d"},
        {"name": "ask", "description": "d" * 101},
        {"name": "ask", "description": "d", "options": [option("a"), option("b", required=True)]},
        {"name": "ask", "description": "d", "options": [option("a"), option("a")]},
        {"name": "ask", "description": "d", "options": [option("Bad")]},
        {
            "name": "ask",
            "description": "d",
            "options": [
                option(str(n), description="d" * 100, choices=[{"name": "x" * 90, "value": "y" * 90}] * 5)
                for n in range(10)
            ],
        },
    ],
)
def test_a_command_that_discord_would_refuse_is_complained_of(command: dict[str, Any]):
    assert complaints("PUT", "/applications/1/commands", [command])
    assert complaints("POST", "/applications/1/guilds/2/commands", command)


def test_commands_that_discord_takes_are_not():
    taken = {"name": "ask", "description": "d", "options": [option("a", required=True), option("b")]}
    assert not complaints("PUT", "/applications/1/commands", [taken])
    assert complaints("PUT", "/applications/1/commands", [taken, taken])
