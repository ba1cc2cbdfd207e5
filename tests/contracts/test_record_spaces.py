"""What every study record promises of places: joined, left, forgotten, and what is lent to them"""

import asyncio
from datetime import timedelta

import pytest

from bot.budgets import Limits, Spent
from bot.errors import StaleButton
from bot.models import (
    Choice,
    Identity,
    LearnerId,
    LessonProgress,
    LiveRound,
    SpaceId,
    SpaceSettings,
    UnansweredQuestion,
)
from bot.ports import StudyRecord
from tests.contracts.schoolyard import (
    ANA,
    ANSWER,
    BIRDS,
    BO,
    FISH,
    HERE,
    NOW,
    THERE,
    a_conversation,
    a_round,
)

LATER = NOW + timedelta(days=30)


async def test_a_library_is_lent_to_those_named_last(record: StudyRecord) -> None:
    assert await record.lendings() == {}
    await record.lend(FISH, [HERE, THERE, HERE])
    await record.lend(BIRDS, [THERE])
    assert await record.lendings() == {BIRDS: {THERE}, FISH: {HERE, THERE}}
    await record.lend(FISH, {HERE})
    assert await record.lendings() == {BIRDS: {THERE}, FISH: {HERE}}


async def test_a_library_lent_to_none_is_open_again(record: StudyRecord) -> None:
    await record.lend(FISH, [HERE])
    await record.lend(FISH, [])
    await record.lend(BIRDS, [])
    assert await record.lendings() == {}


async def test_a_library_whose_only_borrower_is_forgotten_is_not_open_to_all(record: StudyRecord) -> None:
    await record.lend(FISH, [HERE])
    await record.lend(BIRDS, [HERE, THERE])
    await record.left(HERE, NOW)
    await record.forget_left(LATER)
    assert await record.lendings() == {FISH: set(), BIRDS: {THERE}}
    await record.lend(FISH, [])
    assert await record.lendings() == {BIRDS: {THERE}}


async def test_of_lendings_at_once_one_stands_whole(record: StudyRecord) -> None:
    await record.lend(FISH, [HERE])
    await asyncio.gather(*(record.lend(FISH, [SpaceId(f"s{n}"), SpaceId(f"t{n}")]) for n in range(6)))
    (lent,) = (await record.lendings()).values()
    assert lent in [{f"s{n}", f"t{n}"} for n in range(6)]


async def test_a_space_sees_in_one_look_what_it_chose_and_what_is_closed_to_it(record: StudyRecord) -> None:
    assert await record.choice(HERE) == Choice()
    await record.set_libraries(HERE, [FISH, BIRDS])
    await record.lend(FISH, [HERE])
    await record.lend(BIRDS, [THERE])
    assert await record.choice(HERE) == Choice((BIRDS, FISH), frozenset({BIRDS}))
    assert await record.choice(THERE) == Choice((), frozenset({FISH}))
    await record.left(THERE, NOW)
    await record.forget_left(LATER)
    assert (await record.choice(THERE)).closed == {FISH, BIRDS}


async def test_private_spaces_are_those_that_say_so(record: StudyRecord) -> None:
    await record.set_settings(HERE, SpaceSettings(private_answers=True, teacher_role="9"))
    await record.set_settings(THERE, SpaceSettings(teacher_role="true"))
    assert await record.private_spaces() == {HERE}
    assert await record.settings(HERE) == SpaceSettings(private_answers=True, teacher_role="9")
    await record.set_settings(HERE, SpaceSettings())
    assert await record.private_spaces() == frozenset()


async def test_joining_is_news_the_first_time_and_after_leaving(record: StudyRecord) -> None:
    assert await record.joined(HERE)
    assert not await record.joined(HERE)
    await record.left(HERE, NOW)
    assert await record.joined(HERE)
    assert not await record.joined(HERE)


async def test_a_space_that_was_only_used_is_joined_for_the_first_time(record: StudyRecord) -> None:
    await a_conversation(record)
    assert await record.present("") == frozenset()
    assert await record.joined(HERE)
    assert await record.present("") == {HERE}


async def test_of_joins_at_once_one_is_news(record: StudyRecord) -> None:
    news = await asyncio.gather(*(record.joined(HERE) for _ in range(6)))
    assert sorted(news) == [False] * 5 + [True]


async def test_present_are_those_joined_and_not_left_whose_ids_begin_so(record: StudyRecord) -> None:
    named = [SpaceId(f"{prefix}{n}") for prefix in ("a:guild:", "A:guild:", "a%guild:", "b:") for n in (1, 2)]
    for space in named:
        await record.joined(space)
    await record.left(named[0], NOW)
    assert await record.present("a:guild:") == {"a:guild:2"}
    assert await record.present("a%") == {"a%guild:1", "a%guild:2"}
    assert await record.present("") == set(named[1:])
    await record.joined(named[0])
    assert await record.present("a:guild:") == {"a:guild:1", "a:guild:2"}


async def test_the_first_moment_of_leaving_counts(record: StudyRecord) -> None:
    await record.joined(HERE)
    await record.left(HERE, NOW)
    await record.left(HERE, LATER)
    assert await record.forget_left(NOW) == ()
    assert await record.forget_left(LATER) == (HERE,)
    assert await record.forget_left(LATER) == ()


async def test_leaving_a_space_never_seen_is_ignored(record: StudyRecord) -> None:
    await record.left(HERE, NOW)
    assert await record.forget_left(LATER) == ()
    await a_conversation(record)
    await record.left(HERE, NOW)
    assert await record.forget_left(LATER) == (HERE,)


async def test_who_comes_back_in_time_keeps_everything(record: StudyRecord) -> None:
    conversation = await a_conversation(record)
    await record.add_turn(conversation, ANSWER, [], NOW)
    await record.left(HERE, NOW)
    await record.joined(HERE)
    assert await record.forget_left(LATER) == ()
    assert await record.turn(HERE, conversation) is not None


async def fill(record: StudyRecord, space: SpaceId, learner: LearnerId) -> None:
    """Something of each kind that hangs on a space."""
    await record.joined(space)
    await record.set_settings(space, SpaceSettings(private_answers=True))
    await record.set_libraries(space, [BIRDS])
    await record.reserve_request(learner, space, NOW.date(), Limits())
    await record.add_unanswered(UnansweredQuestion(space, "Why?", (), NOW))
    talk = await record.open_conversation(space, "general", learner, NOW)
    await record.add_turn(talk, ANSWER, [], NOW)
    await record.add_feedback(talk, 1, learner, False, NOW)
    round, _ = await a_round(record, space)
    await record.open_live(LiveRound(round, space, "general", "thread"))
    await record.add_report(round, 0, learner, NOW)


async def holdings(record: StudyRecord, space: SpaceId, learner: LearnerId) -> list[object]:
    """What `fill` put there, as far as it is there."""
    settings = await record.settings(space)
    _, spent = await record.spent(NOW.date(), learner=learner, space=space)
    found = [
        settings != SpaceSettings(),
        spent != Spent(),
        space in await record.present(""),
        space in await record.private_spaces(),
        await record.libraries_of(space),
        await record.unanswered(space),
        await record.unhelpful(space),
        await record.reported(space),
        await record.conversation_in(space, "general"),
        await record.live_in(space, "thread"),
        await record.open_round_of(space, "general", learner),
    ]
    return [it for it in found if it]


async def test_forgetting_a_space_takes_all_that_hangs_on_it_and_nothing_else(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    for space in (HERE, THERE):
        await fill(record, space, ana)
    await record.change_progress(ana, (BIRDS, "owls.md"), lambda it: it, NOW)
    kept = await holdings(record, THERE, ana)
    assert (len(await holdings(record, HERE, ana)), len(kept)) == (11, 11)
    talk = await record.conversation_in(HERE, "general")
    assert talk is not None
    await record.left(HERE, NOW)
    assert await record.forget_left(LATER) == (HERE,)
    assert await holdings(record, HERE, ana) == []
    assert await holdings(record, THERE, ana) == kept
    assert await record.learner(ANA) == ana
    assert await record.progress(ana) == (LessonProgress(BIRDS, "owls.md"),)
    with pytest.raises(StaleButton):
        await record.add_turn(talk, ANSWER, [], NOW)


async def test_a_forgotten_space_begins_anew(record: StudyRecord) -> None:
    round, _ = await a_round(record)
    await record.joined(HERE)
    await record.left(HERE, NOW)
    await record.forget_left(LATER)
    assert await record.joined(HERE)
    again, _ = await a_round(record)
    assert again > round


async def test_a_mark_is_what_was_set_last(record: StudyRecord) -> None:
    assert await record.mark("commands") == ""
    await record.set_mark("commands", "abc")
    await record.set_mark("commands", "def")
    assert (await record.mark("commands"), await record.mark("other")) == ("def", "")


async def test_learners_are_called_as_that_platform_calls_them(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    nameless = await record.learner(Identity("discord", "9", ""))
    await record.learner(Identity("discord", "8", "Bobby"))
    assert await record.names([ana, bo, nameless, LearnerId(404)], "discord") == {
        **{ana: "Ana", bo: "Bobby"},
        **{nameless: "", LearnerId(404): ""},
    }
    assert await record.names([ana], "terminal") == {ana: ""}
    assert await record.names([], "discord") == {}
