"""space -> the libraries that it may study and does; who teaches there"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Ask, ListLessons, ShowPassage
from bot.models import ConversationId, SpaceId, SpaceSettings, Upload
from bot.spaces import libraries_of, open_to, take_in
from bot.teaching import own_library, teaches
from knowledge.errors import NothingIngested
from knowledge.models import Change, Library, LibraryId
from tests.bot.bench import bench
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_record import MemoryStudyRecord
from tests.fakes.scripted_intake import ScriptedIntake
from tests.fakes.scripted_platform import origin, text_of
from tests.fakes.small_course import COURSE

HERE, THERE = SpaceId("scripted:one"), SpaceId("scripted:two")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPEN, LENT, OTHERS = (LibraryId(slug) for slug in ("open", "lent", "others"))


class School:
    """An open library, one lent to HERE and one to THERE."""

    def __init__(self) -> None:
        self.record, self.catalogue = MemoryStudyRecord(), MemoryCatalogue()

    async def opens(self) -> "School":
        for slug in (OPEN, LENT, OTHERS):
            await self.catalogue.switch(Change(Library(slug, slug)))
        await self.record.lend(LENT, (HERE,))
        await self.record.lend(OTHERS, (THERE,))
        return self

    async def studied(self, space: SpaceId) -> tuple[LibraryId, ...]:
        return await libraries_of(space, record=self.record, catalogue=self.catalogue)


async def test_a_space_that_chose_nothing_studies_what_is_open_and_what_is_lent_to_it():
    school = await School().opens()
    assert await school.studied(HERE) == (LENT, OPEN)
    assert await school.studied(THERE) == (OPEN, OTHERS)


async def test_of_what_it_may_study_a_space_studies_what_it_chose():
    school = await School().opens()
    await school.record.set_libraries(HERE, (LENT,))
    assert await school.studied(HERE) == (LENT,)


async def test_a_chosen_library_that_is_not_lent_any_more_is_not_studied():
    school = await School().opens()
    await school.record.set_libraries(HERE, (LENT, OPEN))
    await school.record.lend(LENT, (THERE,))
    assert await school.studied(HERE) == (OPEN,)
    await school.record.set_libraries(HERE, (LENT,))
    with pytest.raises(NothingIngested, match="can be studied here now"):
        await school.studied(HERE)


async def test_a_library_lent_to_nobody_is_nobodys():
    school = await School().opens()
    await school.record.joined(HERE)
    await school.record.left(HERE, NOW)
    await school.record.forget_left(NOW + timedelta(days=1))
    known = await open_to(HERE, record=school.record, catalogue=school.catalogue)
    assert [library.slug for library in known] == [OPEN]


async def test_what_is_chosen_of_another_place_by_its_slug_is_not_studied():
    school = await School().opens()
    await school.record.set_libraries(HERE, (OTHERS, OPEN))
    assert await school.studied(HERE) == (OPEN,)


async def test_material_is_lent_before_it_can_be_found():
    school = await School().opens()
    lent_then: list[object] = []

    def seen(library: LibraryId) -> None:
        lent_then.append(school.record._lent.get(library))

    intake = ScriptedIntake(school.catalogue, seen=seen)
    await take_in(HERE, (Upload("moss.md", b"Moss."),), record=school.record, intake=intake)
    assert lent_then == [frozenset((HERE,))]
    own = own_library(HERE)
    assert own in await school.studied(HERE)
    assert own not in await school.studied(THERE)


async def test_own_material_joins_what_a_space_chose_and_whoever_it_was_lent_to_keeps_it():
    school = await School().opens()
    own = own_library(HERE)
    await school.record.set_libraries(HERE, (OPEN,))
    await school.record.lend(own, (THERE,))
    await take_in(
        HERE, (Upload("moss.md", b""),), record=school.record, intake=ScriptedIntake(school.catalogue)
    )
    assert await school.studied(HERE) == (OPEN, own)
    assert own in await school.studied(THERE)


async def test_lessons_of_a_place_that_was_forgotten_do_not_come_back_with_new_ones():
    school, own = await School().opens(), own_library(HERE)
    intake = ScriptedIntake(school.catalogue)
    await take_in(HERE, (Upload("secret.md", b"Old."),), record=school.record, intake=intake)
    await school.record.lend(own, ())
    school.record._lent[own] = frozenset()
    await take_in(HERE, (Upload("moss.md", b"Moss."),), record=school.record, intake=intake)
    assert [it.name for it in intake.sent[own]] == ["moss.md"]
    assert own in await school.studied(HERE)


async def test_what_was_lent_elsewhere_is_neither_listed_nor_asked_nor_shown_any_more():
    at = await bench()
    await at.platform.send(Ask("why?"))
    shown = ShowPassage(ConversationId(1), 1, 1)
    assert "less data" in text_of(await at.platform.send(shown))
    await at.record.lend(COURSE, (THERE,))
    assert "There are no lessons here yet." in text_of(await at.platform.send(shown))
    assert "There are no lessons here yet." in text_of(await at.platform.send(Ask("why?")))
    assert "There are no lessons here yet." in text_of(await at.platform.send(ListLessons()))
    assert len(at.answerer.asked) == 1
    assert "Reusing a model" in text_of(await at.beside(origin(space=THERE)).send(ListLessons()))


@pytest.mark.parametrize(
    ("marks", "taught"),
    [
        ({}, False),
        ({"manages": True}, True),
        ({"direct": True}, True),
        ({"roles": ("7", "9")}, True),
        ({"roles": ("9",)}, False),
    ],
)
def test_those_teach_who_run_the_place_or_bear_its_role_or_are_alone_with_the_bot(
    marks: dict[str, object], taught: bool
):
    assert teaches(replace(origin(), **marks), SpaceSettings(teacher_role="7")) is taught  # type: ignore[arg-type]


def test_where_no_role_teaches_an_empty_one_does_not_either():
    assert not teaches(replace(origin(), roles=("", "9")), SpaceSettings())


def test_a_library_is_called_after_its_space():
    assert own_library(SpaceId("discord:guild:42")) == "discord-guild-42"
    assert own_library(SpaceId("terminal:local")) == "terminal-local"


@given(*(st.text(st.sampled_from("aAB1:-_/"), min_size=1, max_size=6) for _ in range(2)))
def test_no_two_spaces_share_a_library_and_each_slug_is_one(one: str, other: str):
    slugs = own_library(SpaceId(one)), own_library(SpaceId(other))
    assert (one == other) == (slugs[0] == slugs[1])
    for slug in slugs:
        assert slug
        assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert slug.strip("-") == slug
