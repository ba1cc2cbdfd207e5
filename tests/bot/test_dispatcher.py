"""one place where errors become words"""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.commands import Help, ListLessons, Request
from bot.dispatcher import Dispatcher
from bot.models import Origin
from bot.replies import Reply
from knowledge.errors import StoreUnavailable
from tests.bot.bench import bench
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.scripted_platform import origin, text_of


def _raising(error: Exception) -> Dispatcher:
    async def handler(command: Help, origin: Origin) -> Reply:
        raise error

    return Dispatcher({Help: handler}, new_id=lambda: "e77")


async def _only(replies: AsyncIterator[Reply]) -> Reply:
    (reply,) = [reply async for reply in replies]
    return reply


async def test_our_errors_say_what_happened_and_what_to_do():
    dispatcher = _raising(StoreUnavailable("The database does not answer.", hint="Start it."))
    reply = await _only(dispatcher.dispatch(Request(Help(), origin())))
    assert text_of(reply) == "The database does not answer.\nStart it."


async def test_an_unforeseen_error_gives_a_number_and_never_itself():
    dispatcher = _raising(RuntimeError("secret at 0xdead"))
    with capture_logs() as logs:
        reply = await _only(dispatcher.dispatch(Request(Help(), origin())))
    assert "e77" in text_of(reply)
    assert "secret" not in text_of(reply)
    assert [(log["log_level"], log["id"]) for log in logs] == [("error", "e77")]


async def test_what_is_no_error_flies_on():
    dispatcher = _raising(KeyboardInterrupt())  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        await _only(dispatcher.dispatch(Request(Help(), origin())))


async def test_without_lessons_the_bot_says_how_to_get_some():
    at = await bench(taught=MemoryCatalogue())
    assert "studyhall ingest" in text_of(await at.platform.send(ListLessons()))


async def test_help_lists_every_command_and_explains_one():
    at = await bench()
    assert "/define WORD" in text_of(await at.platform.send(Help()))
    assert "For example: /quiz" in text_of(await at.platform.send(Help("/quiz")))
    assert "no command called “dance”" in text_of(await at.platform.send(Help("dance")))
