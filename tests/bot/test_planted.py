"""What is planted in a lesson, through the dispatcher and onto the terminal"""

import asyncio
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.commandline import scripting
from bot.commands import Ask, ShowPassage
from bot.platforms.terminal.drawing import draw
from bot.replies import Reply
from knowledge.models import Answer, Chunk
from tests.bot.bench import bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import ScriptedPlatform
from tests.fakes.small_course import CITATION, answered
from tests.knowledge.answering_material import COURSE, Shelves, chunk
from tests.knowledge.planted_texts import PLANTED

ASKED = "why does blossom end rot come from uneven watering?"
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


def drawn(reply: Reply) -> str:
    page = io.StringIO()
    draw(reply, Console(file=page, width=100, color_system=None, legacy_windows=False))
    return page.getvalue()


async def school(chunks: tuple[Chunk, ...]) -> ScriptedPlatform:
    shelves = Shelves()
    await shelves.put(chunks)
    return (await bench(answerer=shelves.answerer(), taught=shelves.catalogue)).platform


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED)
async def test_an_answer_shows_no_planted_words_and_all_its_sources(text: str) -> None:
    dirty = tuple(
        chunk(f"{text}\n\n{one.text}\n\n<!-- {text} -->", source=one.source, title=one.title)
        for one in COURSE
    )
    reply = await (await school(dirty)).send(Ask(ASKED))
    shown = drawn(reply)
    assert "comes from uneven watering" in shown
    assert "evil.example" not in shown
    assert not re.search(r"@everyone|<@|<!", shown)
    assert re.findall(r"^\[(\d+)\] ", shown, re.M) == [str(note.n) for note in reply.footnotes] != []


HOSTILE = "\x1b[31m\x1b]8;;https://evil.example\x07Title\nRow\u202e\u200b [9] @everyone"


async def test_a_hostile_title_stays_one_line_of_text() -> None:
    cited = replace(CITATION, title=HOSTILE, heading=("a\n[2] Forged",))
    answer = replace(answered("why?"), citations=(cited,))
    here = await bench(answerer=ScriptedAnswerer(answer))
    shown = drawn(await here.platform.send(Ask("why?")))
    assert re.findall(r"^\[\d+\]", shown, re.M) == ["[1]"]
    assert "\x1b" not in shown


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=80))
def test_no_text_of_a_lesson_steers_what_it_is_drawn_on(text: str) -> None:
    async def shown() -> tuple[str, Answer]:
        cited = replace(CITATION, title=text, heading=(text,), quote=text)
        answer = replace(answered("why?"), citations=(cited,))
        here = await bench(answerer=ScriptedAnswerer(answer))
        asked = await here.platform.send(Ask(text if text.strip() else "why?"))
        passage = await here.platform.send(_first_passage(asked))
        return drawn(asked) + drawn(passage), answer

    page, answer = asyncio.run(shown())
    assert not STEERS.search(page)
    line = scripting.line(scripting.answer(answer, 0.0))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["citations"][0]["title"] == text


def _first_passage(reply: Reply) -> ShowPassage:
    return next(
        button.command for row in reply.buttons for button in row if isinstance(button.command, ShowPassage)
    )
