"""A server takes the bot in, sends it away, and is forgotten"""

from bot import keeping
from bot.models import SpaceId
from bot.residence import Residence
from knowledge.models import LibraryId
from tests.fakes.clock import FrozenClock
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_intake import ScriptedIntake
from tests.fakes.scripted_platform import text_of

ONE, TWO = SpaceId("discord:guild:1"), SpaceId("discord:guild:2")
DAYS = keeping.LEFT_SPACES.days


def residence() -> tuple[Residence, MemoryStudyRecord, FrozenClock, ScriptedIntake]:
    record, clock, intake = MemoryStudyRecord(), FrozenClock(), ScriptedIntake()
    return Residence(record, clock, intake), record, clock, intake


async def test_a_new_server_is_told_once_what_is_kept_and_for_how_long():
    home, *_ = residence()
    welcome = await home.arrived(ONE)
    assert welcome is not None
    assert f"deleted after {DAYS} days" in text_of(welcome)
    assert "/library add" in text_of(welcome)
    assert await home.arrived(ONE) is None


async def test_a_server_that_was_left_is_forgotten_when_its_days_are_over_and_not_before():
    home, record, clock, _ = residence()
    await home.arrived(ONE)
    await home.departed(ONE)
    clock.advance(days=DAYS - 1)
    assert await home.forget() == ()
    clock.advance(days=2)
    assert await home.forget() == (ONE,)
    assert await record.present("discord:guild:") == frozenset()


async def test_a_server_that_took_the_bot_back_keeps_all():
    home, _, clock, _ = residence()
    await home.arrived(ONE)
    await home.departed(ONE)
    await home.arrived(ONE)
    clock.advance(days=DAYS * 2)
    assert await home.forget() == ()


async def test_what_a_forgotten_server_had_sent_as_lessons_goes_with_it():
    home, record, clock, intake = residence()
    await home.arrived(ONE)
    await record.lend(LibraryId("theirs"), (ONE,))
    await record.lend(LibraryId("ours"), (TWO,))
    await home.departed(ONE)
    clock.advance(days=DAYS + 1)
    await home.forget()
    assert intake.forgotten == ["theirs"]
    assert set(await record.lendings()) == {"ours"}


async def test_what_happened_while_the_bot_was_off_is_caught_up_with():
    home, _, clock, _ = residence()
    await home.arrived(ONE)
    assert await home.missed("discord:guild:", {TWO}) == (TWO,)
    clock.advance(days=DAYS + 1)
    assert await home.forget() == (ONE,)
