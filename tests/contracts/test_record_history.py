"""What every study record promises of what was reviewed, what is remembered, and who may be named"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.models import (
    Activity,
    CardKey,
    CardReview,
    CardText,
    Habits,
    Identity,
    LearnerId,
    Memory,
    Rating,
    Reviewed,
    SpaceId,
    StudyDay,
)
from bot.ports import StudyRecord
from tests.contracts.schoolyard import ANA, BIRDS, BO, HERE, NOW, THERE, set_habits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOWHERE = SpaceId("")
LEARNT = Memory(NOW + HOUR, "learning", 0.3, 5.5, 1, NOW)
KNOWN = Memory(NOW + 9 * DAY, "review", 8.123456789012345, 6.25, None, NOW + HOUR)


async def reviewed(
    record: StudyRecord,
    learner: LearnerId,
    name: str,
    ratings: Sequence[tuple[datetime, Rating, Memory]],
    space: SpaceId = HERE,
    given: SpaceId = NOWHERE,
) -> None:
    """A new card of theirs that begins in `space`, and its reviews."""
    text = CardText(CardKey(BIRDS, "owls.md", (), "term", name), f"{name}?", "It hoots.", "h")
    (card,) = await record.add_cards(learner, space, [text], NOW)
    before: Memory | None = None
    for n, (at, rating, after) in enumerate(ratings, start=1):
        assert await record.review_card(learner, CardReview(card, n, rating, at, before, after, given))
        before = after


async def test_reviews_come_the_oldest_first_with_the_state_before_them(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    await reviewed(record, ana, "Owl", [(NOW, "good", LEARNT), (NOW + 2 * HOUR, "again", KNOWN)])
    await reviewed(record, ana, "Hen", [(NOW + HOUR, "easy", KNOWN), (NOW + 3 * HOUR, "hard", KNOWN)])
    await reviewed(record, bo, "Owl", [(NOW + HOUR, "hard", LEARNT)])
    assert await record.reviews_since(ana, NOW) == (
        Reviewed(NOW, "good", "new"),
        Reviewed(NOW + HOUR, "easy", "new"),
        Reviewed(NOW + 2 * HOUR, "again", "learning"),
        Reviewed(NOW + 3 * HOUR, "hard", "review"),
    )


async def test_what_was_reviewed_before_is_left_out_and_what_at_that_moment_is_not(
    record: StudyRecord,
) -> None:
    ana = await record.learner(ANA)
    await reviewed(record, ana, "Owl", [(NOW, "good", LEARNT), (NOW + HOUR, "good", KNOWN)])
    assert [it.at for it in await record.reviews_since(ana, NOW + HOUR)] == [NOW + HOUR]
    assert await record.reviews_since(ana, NOW + 2 * HOUR) == ()


async def test_a_review_that_was_taken_back_was_none(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    await reviewed(record, ana, "Owl", [(NOW, "good", LEARNT)])
    await record.undo_review(ana)
    assert await record.reviews_since(ana, NOW) == ()


async def test_each_card_in_use_has_its_memory_and_a_new_one_has_none(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    await reviewed(record, ana, "Owl", [(NOW, "good", KNOWN)])
    await reviewed(record, ana, "Hen", [])
    await reviewed(record, ana, "Emu", [(NOW, "good", LEARNT)])
    await reviewed(record, bo, "Owl", [(NOW, "good", LEARNT)])
    assert await record.memories(ana) == (KNOWN, None, LEARNT)
    (emu,) = [it.id for it in await record.due_cards(ana, StudyDay(NOW + HOUR, NOW, NOW + DAY))]
    await record.set_aside(ana, emu, suspended=True)
    assert await record.memories(ana) == (KNOWN, None)


async def test_who_agreed_is_counted_with_their_reviews_of_the_spaces_cards_since_then(
    record: StudyRecord,
) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for learner in (ana, bo):
        await record.change_habits(learner, partial(replace, listed=True))
        await reviewed(record, learner, "Owl", [(NOW - HOUR, "good", LEARNT), (NOW, "good", KNOWN)])
    await reviewed(record, ana, "Hen", [(NOW + HOUR, "again", LEARNT)])
    await reviewed(record, ana, "Emu", [(NOW, "good", LEARNT)], THERE)
    assert dict(await record.reviews_here(HERE, NOW)) == {ana: 2, bo: 1}
    assert dict(await record.reviews_here(THERE, NOW)) == {ana: 1}


async def test_a_card_that_was_put_off_is_due_once_that_is_over(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    for name in ("Owl", "Hen", "Emu"):
        await reviewed(record, ana, name, [(NOW, "good", LEARNT)] if name != "Emu" else [])
    owl, hen, emu = [it.id for it in await record.cards_of(ana, BIRDS)]
    await record.set_aside(ana, owl, buried_until=NOW + DAY)
    await record.set_aside(ana, hen, buried_until=NOW)
    await record.set_aside(ana, emu, buried_until=NOW + DAY)
    assert await record.memories(ana) == (replace(LEARNT, due=NOW + DAY), LEARNT, None)


async def test_a_review_counts_where_it_was_given_and_where_its_card_began_once(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    await record.change_habits(ana, partial(replace, listed=True))
    direct = SpaceId("discord:user:7")
    await reviewed(record, ana, "Owl", [(NOW, "good", LEARNT), (NOW, "good", KNOWN)], direct, HERE)
    await reviewed(record, ana, "Hen", [(NOW, "good", LEARNT)], HERE, HERE)
    await reviewed(record, ana, "Emu", [(NOW, "good", LEARNT), (NOW - HOUR, "good", KNOWN)], THERE, HERE)
    seen = [dict(await record.reviews_here(it, NOW)) for it in (HERE, THERE, direct, SpaceId("discord:9"))]
    assert seen == [{ana: 4}, {ana: 1}, {ana: 2}, {}]
    moments = (NOW, NOW + DAY)
    assert await record.activity_here(HERE, moments) == (Activity(NOW, 4, 1),)
    assert await record.activity_here(direct, moments) == (Activity(NOW, 2, 1),)


async def test_who_did_not_agree_or_does_no_more_is_never_counted(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    for learner in (ana, bo):
        await reviewed(record, learner, "Owl", [(NOW, "good", LEARNT)])
    await record.change_habits(bo, partial(replace, listed=True))
    assert dict(await record.reviews_here(HERE, NOW)) == {bo: 1}
    await record.change_habits(bo, partial(replace, listed=False))
    assert dict(await record.reviews_here(HERE, NOW)) == {}


async def test_who_agrees_keeps_their_other_habits_and_their_next_daily(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)
    new = await record.learner(Identity("discord", "9"))
    daily = Habits("Europe/Berlin", 5, 40, 0.85, 510, "discord", SpaceId("discord:user:7"), "70")
    await set_habits(record, ana, daily, NOW)
    await set_habits(record, bo, replace(daily, listed=True), None)
    await record.change_habits(ana, partial(replace, listed=True))
    await record.change_habits(bo, partial(replace, listed=False))
    await record.change_habits(new, partial(replace, listed=True))
    assert await record.habits(ana) == replace(daily, listed=True)
    assert await record.habits(bo) == daily
    assert await record.habits(new) == Habits(listed=True)
    await set_habits(record, new, Habits(listed=True), NOW + DAY)
    await record.change_habits(ana, partial(replace, listed=False))
    assert await record.habits(ana) == daily
