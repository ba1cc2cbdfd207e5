"""lines of input -> lines of JSON"""

import io
import json
from functools import partial

from structlog.testing import capture_logs

from bot.commandline.lines import answer_lines
from bot.commandline.scripting import Json
from bot.dispatcher import attempted
from knowledge.errors import StoreUnavailable


async def _one(query: str) -> Json:
    if query == "down":
        raise StoreUnavailable("It is down.", hint="Start it.")
    if query == "bug":
        raise RuntimeError("secret")
    return {"query": query}


async def _answered(text: str) -> tuple[int, list[Json]]:
    out = io.StringIO()
    attempt = partial(attempted, new_id=lambda: "e77")
    code = await answer_lines(io.StringIO(text), out, _one, hint="Write one.", attempt=attempt)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


async def test_each_line_is_answered_in_order_and_failures_are_lines_too():
    with capture_logs():
        code, lines = await _answered("a b\n\ndown\nbug\nnaïve\u2028x\r\nlast")
    assert code == 0
    assert [line["query"] for line in lines] == ["a b", "", "down", "bug", "naïve\u2028x", "last"]
    assert [line.get("hint") for line in lines[:3]] == [None, "Write one.", "Start it."]
    assert "secret" not in str(lines[3]["error"])
    assert "e77" in str(lines[3]["hint"])


async def test_nothing_that_could_be_done_is_exit_code_one():
    assert (await _answered("down\ndown\n"))[0] == 1
    assert await _answered("") == (0, [])
