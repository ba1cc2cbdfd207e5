"""SVGs -> PNGs, drawn by a process of its own"""

import asyncio
import os
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from bot.commands import ShowProgress
from bot.pictures.drawing import NotDrawn, pngs_of
from bot.pictures.formulas import formula_pngs
from bot.pictures.progress import progress_svg
from bot.pictures.rasterizing import png_of
from bot.study.figures import Figures
from tests.bot.bench import bench
from tests.fakes.scripted_platform import text_of

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9"/></svg>'
ZOOM = 8
"""So large that drawing takes much longer than a busy machine keeps anybody waiting."""


async def test_pictures_come_in_their_order_and_what_is_none_has_none() -> None:
    svgs = (DOT.format(3), "no picture", DOT.format(5))
    assert await pngs_of(svgs) == (png_of(svgs[0]), None, png_of(svgs[2]))
    assert await pngs_of(()) == ()


async def test_the_event_loop_goes_on_while_a_picture_is_drawn() -> None:
    svg = progress_svg(Figures(date(2026, 3, 1)))
    began = time.perf_counter()
    png_of(svg, zoom=ZOOM)
    takes = time.perf_counter() - began
    drawing = asyncio.create_task(pngs_of((svg,), zoom=ZOOM))
    longest, last = 0.0, time.perf_counter()
    while not drawing.done():
        await asyncio.sleep(0)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    assert (await drawing)[0]
    assert longest < takes / 2


async def test_two_at_most_are_drawn_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each drawer writes that it began and that it ends; it waits for another one in between."""
    log = tmp_path / "log"
    log.touch()
    body = f"echo began >> {log}; sleep 0.2; echo ends >> {log}; exit 1"
    monkeypatch.setattr(sys, "executable", str(program(tmp_path, body)))
    found = await asyncio.gather(*(pngs_of((DOT,)) for _ in range(5)), return_exceptions=True)
    assert [type(it) for it in found] == [NotDrawn] * 5
    at_once = most = 0
    for line in log.read_text().split():
        at_once += 1 if line == "began" else -1
        most = max(most, at_once)
    assert most == 2


async def test_a_drawer_that_is_killed_is_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = await bench()
    with monkeypatch.context() as killed:
        killed.setattr(sys, "executable", str(program(tmp_path, "kill -9 $$")))
        with pytest.raises(NotDrawn):
            await pngs_of((DOT.format(3),))
        assert await formula_pngs(["k_i^2"]) == (None,)
        reply = await at.platform.send(ShowProgress())
        assert "Lessons done" in text_of(reply)
    assert (await formula_pngs(["k_i^2"]))[0]
    assert (await pngs_of((DOT.format(3),)))[0]


async def test_a_drawer_that_cannot_be_started_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotDrawn):
        await pngs_of((DOT.format(3),))


async def test_a_drawer_that_nobody_waits_for_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = tmp_path / "number"
    began = program(tmp_path, f"echo $$ > {number}.new; mv {number}.new {number}; exec sleep 600")
    monkeypatch.setattr(sys, "executable", str(began))
    drawing = asyncio.create_task(pngs_of((DOT.format(3),)))
    async with asyncio.timeout(20):
        while not number.exists():  # noqa: ASYNC110 - nothing tells of a file
            await asyncio.sleep(0)
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


async def test_a_formula_that_was_drawn_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = await formula_pngs(["d_i^2", "d_i^3", "d_i^2"])
    assert first[0] == first[2] != first[1]
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert await formula_pngs(["d_i^3", "d_i^2"]) == (first[1], first[0])


def program(folder: Path, body: str) -> Path:
    """In place of Python."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)
    return path
