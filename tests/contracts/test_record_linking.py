"""What every study record promises of one learner on two platforms"""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.budgets import Spent
from bot.models import (
    Absence,
    Card,
    CardId,
    CardKey,
    CardReview,
    CardText,
    Habits,
    Identity,
    LearnerId,
    LessonProgress,
    Linked,
    Memory,
    Rating,
    Response,
    RoundId,
    SpaceId,
)
from bot.ports import StudyRecord
from bot.storage import tables
from bot.storage.joined_cards import join_cards, logs_of_both, replays
from bot.storage.linking import MERGED, TWICE, of_learners
from bot.storage.record import SqlStudyRecord
from bot.study.joining import replayed
from bot.study.owned import owned
from knowledge.adapters.database import open_database
from tests.conftest import HISTORIES
from tests.contracts.schoolyard import (
    ANA,
    ANSWER,
    BIRDS,
    BO,
    FISH,
    HERE,
    NOW,
    QUESTIONS,
    THERE,
    followed,
    set_habits,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANA_AT_HOME = Identity("terminal", "ana", "ana")
CODE = "d" * 64
TODAY = date(2026, 3, 1)


def a_text(name: str) -> CardText:
    return CardText(CardKey(BIRDS, "owls.md", ("Owls",), "term", name), f"{name}?", "That.", "h1")


async def both(record: StudyRecord) -> tuple[LearnerId, LearnerId]:
    """Who made the code, and who is about to type it."""
    kept, gone = await record.learner(ANA), await record.learner(ANA_AT_HOME)
    await record.keep_link_code(kept, CODE, NOW + 10 * MINUTE, NOW)
    return kept, gone


async def reviewed(
    record: StudyRecord, learner: LearnerId, name: str, *when: datetime, rating: Rating = "good"
) -> Card:
    """The card with one review at each moment; stability is how many there were."""
    (card,) = await record.add_cards(learner, HERE, [a_text(name)], NOW)
    for n, at in enumerate(when, 1):
        held = await found(record, learner, card)
        after = Memory(at + DAY, "review", float(n), 5.0, None, at)
        assert await record.review_card(learner, CardReview(card, n, rating, at, held.memory, after))
    return await found(record, learner, card)


async def found(record: StudyRecord, learner: LearnerId, card: CardId) -> Card:
    held = await record.card(learner, card)
    assert held is not None
    return held


async def linked(record: StudyRecord, learner: LearnerId, at: datetime = NOW) -> Linked:
    done = await record.link(learner, CODE, at)
    assert done is not None
    return done


async def test_both_identities_are_one_learner_afterwards(record: StudyRecord) -> None:
    kept, gone = await both(record)
    assert await record.link_code(CODE, NOW) == kept
    assert await linked(record, gone) == Linked()
    assert await record.learner(ANA) == await record.learner(ANA_AT_HOME) == kept
    assert await record.names([kept], "terminal") == {kept: "ana"}


async def test_a_review_counts_where_it_was_given_after_its_card_was_joined(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await record.change_habits(kept, partial(replace, listed=True))
    await reviewed(record, kept, "owl", NOW, NOW + DAY)
    (card,) = await record.add_cards(gone, THERE, [a_text("owl")], NOW)
    after = Memory(NOW + DAY, "review", 1.0, 5.0, None, NOW)
    assert await record.review_card(gone, CardReview(card, 1, "good", NOW, None, after, THERE))
    await linked(record, gone)
    assert dict(await record.reviews_here(THERE, NOW)) == {kept: 1}
    assert dict(await record.reviews_here(HERE, NOW)) == {kept: 3}


async def test_a_code_is_used_once(record: StudyRecord) -> None:
    _, gone = await both(record)
    bo = await record.learner(BO)
    await linked(record, gone)
    assert await record.link_code(CODE, NOW) is None
    assert await record.link(bo, CODE, NOW) is None
    assert await record.learner(BO) == bo


async def test_of_two_that_type_it_at_once_one_is_joined(record: StudyRecord) -> None:
    kept, gone = await both(record)
    bo = await record.learner(BO)
    done = await asyncio.gather(*(record.link(who, CODE, NOW) for who in (gone, bo)))
    assert sorted(it is not None for it in done) == [False, True]
    assert [await record.learner(ANA_AT_HOME), await record.learner(BO)].count(kept) == 1


async def test_a_code_that_has_expired_joins_nobody(record: StudyRecord) -> None:
    kept, gone = await both(record)
    assert await record.link(gone, CODE, NOW + 10 * MINUTE) is None
    assert await record.link_code(CODE, NOW + 10 * MINUTE) is None
    assert await record.link_code(CODE, NOW + 9 * MINUTE) == kept


async def test_ones_own_code_and_a_wrong_one_join_nobody(record: StudyRecord) -> None:
    kept, gone = await both(record)
    assert await record.link(kept, CODE, NOW) is None
    assert await record.link(gone, "e" * 64, NOW) is None
    assert await record.link_code(CODE, NOW) == kept


async def test_a_new_code_takes_the_place_of_the_last_one(record: StudyRecord) -> None:
    kept, _ = await both(record)
    await record.keep_link_code(kept, "e" * 64, NOW + MINUTE, NOW)
    assert await record.link_code(CODE, NOW) is None
    assert await record.link_code("e" * 64, NOW) == kept


async def test_two_that_type_each_others_codes_at_once_are_one_afterwards(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await record.keep_link_code(gone, "e" * 64, NOW + MINUTE, NOW)
    done = await asyncio.gather(record.link(gone, CODE, NOW), record.link(kept, "e" * 64, NOW))
    assert sorted(it is not None for it in done) == [False, True]
    assert await record.learner(ANA) == await record.learner(ANA_AT_HOME)


async def test_tries_are_counted_for_each_learner_until_the_time_is_over(record: StudyRecord) -> None:
    ana, bo = await record.learner(ANA), await record.learner(BO)

    async def tried(who: LearnerId, at: datetime) -> bool:
        return await record.count_link_try(who, at, most=2, within=10 * MINUTE)

    assert [await tried(ana, NOW + n * MINUTE) for n in range(4)] == [True, True, False, False]
    assert await tried(bo, NOW)
    assert not await tried(ana, NOW + 9 * MINUTE)
    assert await tried(ana, NOW + 10 * MINUTE)


async def test_of_many_tries_at_once_no_more_count_than_may(record: StudyRecord) -> None:
    ana = await record.learner(ANA)
    tries = (record.count_link_try(ana, NOW, most=5, within=MINUTE) for _ in range(20))
    assert sum(await asyncio.gather(*tries)) == 5


async def test_cards_that_one_of_them_had_move_with_their_log(record: StudyRecord) -> None:
    kept, gone = await both(record)
    card = await reviewed(record, gone, "owl", NOW, NOW + DAY)
    await reviewed(record, kept, "hen", NOW)
    assert await linked(record, gone) == Linked(cards=1, met=0, reviews=2)
    assert await record.card(gone, card.id) is None
    assert await record.card(kept, card.id) == replace(card, learner=kept)
    assert len(await record.reviews_since(kept, NOW)) == 3
    assert await record.undo_review(kept) is not None


@pytest.mark.parametrize("makers_is_further", [True, False])
async def test_of_a_card_that_both_had_the_one_reviewed_more_stays_with_both_logs(
    record: StudyRecord, makers_is_further: bool
) -> None:
    kept, gone = await both(record)
    more, less = (kept, gone) if makers_is_further else (gone, kept)
    stays = await reviewed(record, more, "owl", NOW, NOW + 2 * DAY, NOW + 5 * DAY)
    goes = await reviewed(record, less, "owl", NOW + DAY, NOW + 3 * DAY, rating="again")
    done = await linked(record, gone)
    assert (done.cards, done.met) == (1, 1)
    assert await record.card(kept, goes.id) is None
    (card,) = await record.cards_of(kept, BIRDS)
    assert (card.id, card.reviews) == (stays.id, 5)
    given = await record.reviews_since(kept, NOW)
    told = replayed(card.id, [(it.rating, it.at) for it in given], Habits())
    assert (card.memory, card.lapses) == (told.after, told.lapses)
    assert [it.at for it in given] == [NOW + n * DAY for n in (0, 1, 2, 3, 5)]
    assert [it.rating for it in given] == ["good", "again", "good", "again", "good"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_cards_are_reckoned_before_anybody_waits_and_again_where_a_log_went_on_meanwhile(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        record = SqlStudyRecord(database)
        kept, gone = await both(record)
        for name in ("owl", "hen"):
            await reviewed(record, kept, name, NOW, NOW + 2 * DAY)
            await reviewed(record, gone, name, NOW + DAY)
        async with database.reading() as connection:
            logs = await logs_of_both(connection, gone, kept)
        ahead = {asked: replace(it, lapses=77) for asked, it in replays(logs, Habits()).items()}
        hen = next(it for it in await record.cards_of(kept, BIRDS) if it.text.key.name == "hen")
        after = Memory(NOW + 9 * DAY, "review", 9.0, 5.0, None, NOW + 3 * DAY)
        assert await record.review_card(kept, CardReview(hen.id, 3, "good", NOW + 3 * DAY, hen.memory, after))
        async with database.writing() as connection:
            assert await join_cards(connection, gone, kept, Habits(), ahead) == 2
        lapses = {it.text.key.name: (it.lapses, it.reviews) for it in await record.cards_of(kept, BIRDS)}
        assert lapses == {"owl": (77, 3), "hen": (0, 4)}


async def test_a_joined_cards_log_goes_on_and_can_be_taken_back_to_its_beginning(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await reviewed(record, kept, "owl", NOW + DAY)
    await reviewed(record, gone, "owl", NOW, NOW + 2 * DAY)
    await linked(record, gone)
    (card,) = await record.cards_of(kept, BIRDS)
    after = Memory(NOW + 9 * DAY, "review", 9.0, 5.0, None, NOW + 3 * DAY)
    assert await record.review_card(kept, CardReview(card.id, 4, "good", NOW + 3 * DAY, card.memory, after))
    undone = [await record.undo_review(kept) for _ in range(5)]
    assert [it.card.reviews if it else None for it in undone] == [3, 2, 1, 0, None]


@pytest.mark.parametrize("makers_is_further", [True, False])
async def test_a_review_that_is_taken_back_after_a_link_leaves_the_memory_of_the_others(
    record: StudyRecord, makers_is_further: bool
) -> None:
    kept, gone = await both(record)
    more, less = (kept, gone) if makers_is_further else (gone, kept)
    await reviewed(record, more, "owl", *(NOW + n * DAY for n in range(8)))
    await reviewed(record, less, "owl", NOW + 20 * DAY)
    await linked(record, gone)
    undone = await record.undo_review(kept)
    assert undone is not None
    told = replayed(undone.card.id, [("good", NOW + n * DAY) for n in range(8)], Habits())
    assert (undone.card.reviews, undone.card.memory) == (8, told.after)


async def test_each_joined_review_is_told_with_the_memory_before_and_after_it(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await set_habits(record, gone, Habits(zone="Asia/Tokyo", retention=0.8), None)
    await reviewed(record, kept, "owl", NOW, NOW + 2 * DAY)
    await reviewed(record, gone, "owl", NOW + DAY, NOW + 3 * DAY)
    await linked(record, gone)
    found = owned(await record.everything_of(kept)).reviews
    (card,) = await record.cards_of(kept, BIRDS)
    given = [("good", NOW + n * DAY) for n in range(4)]
    told = replayed(card.id, given, Habits(zone="Asia/Tokyo", retention=0.8))  # type: ignore[arg-type]
    assert [it.n for it in found] == [1, 2, 3, 4]
    assert tuple(it.before for it in found) == told.before
    assert found[-1].after == card.memory == told.after


async def test_a_card_that_one_of_both_never_reviewed_keeps_its_memory(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await reviewed(record, kept, "owl")
    card = await reviewed(record, gone, "owl", NOW, NOW + DAY, rating="again")
    await linked(record, gone)
    assert await record.card(kept, card.id) == replace(card, learner=kept)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_many_cards_are_joined_in_as_many_statements_as_few(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async def statements(cards: int) -> int:
        run: list[str] = []
        async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
            record = SqlStudyRecord(database)
            people = [await record.learner(Identity("terminal", f"{cards} {n}")) for n in range(2)]
            for learner in people:
                for n in range(cards):
                    await reviewed(record, learner, f"{n}", NOW + n * DAY)
            await record.keep_link_code(people[0], CODE, NOW + MINUTE, NOW)

            def counted(*about: Any) -> None:
                run.append(about[2])

            sa.event.listen(sa.Engine, "before_cursor_execute", counted)
            try:
                assert (await linked(record, people[1])).met == cards
            finally:
                sa.event.remove(sa.Engine, "before_cursor_execute", counted)
        return len(run)

    assert await statements(8) == await statements(2)


async def test_of_two_reviewed_alike_the_one_reviewed_last_stays(record: StudyRecord) -> None:
    kept, gone = await both(record)
    await reviewed(record, kept, "owl", NOW)
    later = await reviewed(record, gone, "owl", NOW + DAY)
    await linked(record, gone)
    (card,) = await record.cards_of(kept, BIRDS)
    assert (card.id, card.reviews) == (later.id, 2)


async def test_a_card_that_is_gone_from_one_side_alone_is_still_there(record: StudyRecord) -> None:
    kept, gone = await both(record)
    card = await reviewed(record, kept, "owl", NOW)
    await reviewed(record, gone, "owl")
    await followed(record, kept, retired=[card.id])
    await linked(record, gone)
    (joined,) = await record.cards_of(kept, BIRDS)
    assert not joined.retired


async def test_a_lesson_is_where_it_was_further_with_the_better_score(record: StudyRecord) -> None:
    kept, gone = await both(record)
    owls = LessonProgress(BIRDS, "owls.md", 2, best=0.9, last=0.5)
    carp = LessonProgress(FISH, "carp.md", 1)
    further = partial(replace, section=4, done=True, best=0.4, last=0.4)
    await record.change_progress(kept, (BIRDS, "owls.md"), lambda _: owls, NOW)
    await record.change_progress(gone, (BIRDS, "owls.md"), further, NOW + DAY)
    await record.change_progress(gone, (FISH, "carp.md"), lambda _: carp, NOW)
    await linked(record, gone)
    joined = replace(owls, section=4, done=True, best=0.9, last=0.4)
    assert await record.progress(kept) == (joined, carp)


async def test_the_last_score_is_that_of_the_later_quiz_of_both(record: StudyRecord) -> None:
    kept, gone = await both(record)
    later = partial(replace, best=0.9, last=0.5, round=RoundId(7))
    further = partial(replace, section=4, best=0.4, last=0.4, round=RoundId(6))
    await record.change_progress(kept, (BIRDS, "owls.md"), later, NOW)
    await record.change_progress(gone, (BIRDS, "owls.md"), further, NOW + DAY)
    await linked(record, gone)
    assert await record.progress(kept) == (LessonProgress(BIRDS, "owls.md", 4, False, 0.9, 0.5, RoundId(7)),)


DAILY = Habits("Europe/Berlin", 5, 40, 0.85, 510, "discord", SpaceId("discord:user:7"), "70")
PLAIN = Habits("Asia/Tokyo", 3)
NOW_ON, LATER = (Absence(NOW, NOW + DAY),), (Absence(NOW + 3 * DAY, NOW + 4 * DAY),)


@pytest.mark.parametrize(
    ("own", "others", "stands"),
    [
        (None, None, Habits()),
        (DAILY, None, DAILY),
        (None, PLAIN, PLAIN),
        (PLAIN, DAILY, replace(DAILY, zone=PLAIN.zone, new_a_day=PLAIN.new_a_day)),
        (DAILY, PLAIN, DAILY),
        (DAILY, replace(DAILY, daily=540, channel="elsewhere"), DAILY),
        (replace(DAILY, closed=True), replace(DAILY, channel="open"), replace(DAILY, channel="open")),
        (PLAIN, Habits(), PLAIN),
        (Habits(), replace(PLAIN, listed=True), PLAIN),
        (
            replace(PLAIN, absences=LATER),
            replace(PLAIN, absences=NOW_ON),
            replace(PLAIN, absences=NOW_ON + LATER),
        ),
    ],
)
async def test_what_was_ever_said_stands_and_the_daily_that_comes(
    record: StudyRecord, own: Habits | None, others: Habits | None, stands: Habits
) -> None:
    kept, gone = await both(record)
    for learner, habits in ((kept, own), (gone, others)):
        if habits is not None:
            await set_habits(record, learner, habits, NOW if habits.daily else None)
    await linked(record, gone)
    assert await record.habits(kept) == stands
    claims = await record.claim_dailies("discord", NOW + 9 * DAY, lease=MINUTE, count=9, a_second=9)
    assert [it.learner for it in claims] == ([kept] if stands.daily else [])


async def test_a_daily_that_is_under_way_while_two_are_joined_is_the_days(record: StudyRecord) -> None:
    _, gone = await both(record)
    await set_habits(record, gone, DAILY, NOW)
    (claim,) = await record.claim_dailies("discord", NOW, lease=MINUTE, count=1, a_second=9)
    assert await record.try_daily(claim, NOW)
    await linked(record, gone)
    assert not await record.settle_daily(claim, NOW)
    assert await record.claim_dailies("discord", NOW + 3 * MINUTE, lease=MINUTE, count=1, a_second=9) == ()


async def test_what_was_spent_adds_up(record: StudyRecord) -> None:
    kept, gone = await both(record)
    for learner, tokens in ((kept, 10), (gone, 5)):
        await record.settle_request(learner, HERE, TODAY, tokens=tokens, asked=True)
    await record.settle_request(gone, HERE, TODAY - DAY, tokens=7, asked=True)
    await linked(record, gone)
    spent = [(await record.spent(TODAY - n * DAY, learner=kept, space=HERE))[0] for n in (0, 1)]
    assert spent == [Spent(0, 15), Spent(0, 7)]


async def test_who_asked_too_fast_on_either_side_still_waits(record: StudyRecord) -> None:
    kept, gone = await both(record)
    assert await record.admit(gone, NOW, 1) == 0
    await linked(record, gone)
    assert await record.admit(kept, NOW, 1) > 0


async def test_conversations_quizzes_and_votes_move(record: StudyRecord) -> None:
    kept, gone = await both(record)
    talk = await record.open_conversation(HERE, "general", gone, NOW)
    await record.add_turn(talk, ANSWER, (), NOW)
    await record.add_feedback(talk, 1, gone, False, NOW)
    alone = await record.open_round(THERE, "c", gone, "owls", 1, QUESTIONS, NOW)
    await record.add_response(alone, Response(0, gone, "Owl", "right", at=NOW))
    await record.add_report(alone, 0, gone, NOW)
    await linked(record, gone)
    assert await record.conversation_in(HERE, "general", kept) == talk
    round = await record.open_round_of(THERE, "c", kept)
    assert round is not None
    assert (round.id, [it.learner for it in round.responses]) == (alone, [kept])
    assert await record.feedback(talk, 1) == (0, 1)
    assert not await record.add_report(alone, 0, kept, NOW)


async def test_what_both_said_of_one_thing_counts_once_as_who_made_the_code_said_it(
    record: StudyRecord,
) -> None:
    kept, gone = await both(record)
    talk = await record.open_conversation(HERE, "general", gone, NOW)
    await record.add_turn(talk, ANSWER, (), NOW)
    round = await record.open_round(HERE, "", kept, "owls", 1, QUESTIONS, NOW)
    for learner, helpful, given in ((kept, True, "Owl"), (gone, False, "Hen")):
        await record.add_feedback(talk, 1, learner, helpful, NOW)
        await record.add_response(round, Response(0, learner, given, "right", at=NOW))
        await record.add_report(round, 0, learner, NOW)
        await record.add_card_report(HERE, learner, QUESTIONS[1], "h1", NOW)
    await linked(record, gone)
    assert await record.feedback(talk, 1) == (1, 0)
    held = await record.round(HERE, round)
    assert held is not None
    assert [(it.learner, it.given) for it in held.responses] == [(kept, "Owl")]
    assert [it.votes for it in await record.reported(HERE)] == [1, 1]


async def test_others_keep_what_is_theirs(record: StudyRecord) -> None:
    _, gone = await both(record)
    bo = await record.learner(BO)
    card = await reviewed(record, bo, "owl", NOW)
    await reviewed(record, gone, "owl", NOW, NOW + DAY)
    await linked(record, gone)
    assert await record.card(bo, card.id) == card
    assert len(await record.reviews_since(bo, NOW)) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_join_that_breaks_off_leaves_both_as_they_were(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(request.getfixturevalue(f"{kind}_url"), HISTORIES) as database:
        record = SqlStudyRecord(database)
        kept, gone = await both(record)
        card = await reviewed(record, gone, "owl", NOW)
        await reviewed(record, kept, "owl")
        with monkeypatch.context() as broken:
            broken.setattr("bot.storage.linking.of_learners", lambda: (tables.learners.c.nothing,))
            with pytest.raises(AttributeError):
                await record.link(gone, CODE, NOW)
        assert await record.card(gone, card.id) == card
        assert await record.link_code(CODE, NOW) == kept
        assert (await linked(record, gone)).met == 1


def test_every_table_that_holds_a_learner_once_is_put_together() -> None:
    once = set()
    for column in of_learners():
        keys = [column.table.primary_key, *column.table.constraints]  # type: ignore[attr-defined]
        unique = (it for it in keys if isinstance(it, sa.PrimaryKeyConstraint | sa.UniqueConstraint))
        if any(column.name in it.columns for it in unique):
            once.add(column.table)
    assert once == {*TWICE, *MERGED}


def test_a_code_itself_is_kept_nowhere() -> None:
    assert set(tables.link_codes.c.keys()) == {"digest", "learner", "expires"}
