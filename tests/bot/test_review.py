"""/review in full, from a card's question side to the day's end, through the dispatcher"""

import io
from datetime import timedelta

import pytest

from bot.bootstrap import dispatcher
from bot.commands import (
    AnswerCard,
    Command,
    LearnTerm,
    RateCard,
    RevealCard,
    Review,
    SetCardAside,
    ShowCardPassage,
    ShowSetAside,
    TakeCardUp,
    UndoReview,
)
from bot.errors import BadCommand
from bot.messages.review import in_words, interval
from bot.models import Card, CardId, CardKey, CardText, Rating, SpaceId
from bot.platforms.terminal import piped
from bot.platforms.terminal.typed import Session, command_of
from bot.replies import Reply
from bot.study.cards import of_question
from knowledge.models import Change, Library, LibraryId, Question
from knowledge.quizzes.question_forms import question_id
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_platform import button, buttons, labels, origin, text_of
from tests.fakes.small_course import CHUNK, COURSE, TERMS, TRANSFER, WHY

RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
ELSEWHERE = LibraryId("elsewhere")


def question(
    n: int = 1, *, library: LibraryId = COURSE, heading: tuple[str, ...] = ("Why it works",)
) -> CardText:
    prompt = f"What is reused, number {n}?"
    return of_question(
        Question(
            question_id(TRANSFER.source, "typed", prompt, "weights"),
            "typed",
            prompt,
            ("weights",),
            accept=("parameters",),
            why="The ImageNet weights are a usual start.",
            library=library,
            source=TRANSFER.source,
            heading=heading,
        )
    )


async def learning(*texts: CardText) -> Bench:
    at = await bench()
    await add(at, *(texts or (question(),)))
    return at


async def add(at: Bench, *texts: CardText) -> tuple[CardId, ...]:
    learner = await at.record.learner(at.platform.origin.identity)
    return await at.record.add_cards(learner, at.platform.origin.space, texts, at.clock.now())


async def card(at: Bench, id: int = 1) -> Card:
    found = await at.record.card(await at.record.learner(at.platform.origin.identity), CardId(id))
    assert found is not None
    return found


async def rated(at: Bench, rating: Rating) -> Reply:
    """The next card, revealed and rated."""
    await at.platform.send(Review())
    await at.platform.tap("Reveal")
    return await at.platform.tap(rating.title())


async def test_a_review_shows_the_question_side_alone_and_how_much_there_is_today():
    at = await learning(question(1), question(2))
    reply = await at.platform.send(Review())
    assert text_of(reply).splitlines() == ["What is reused, number 1?", "0 due, 2 new today."]
    assert labels(reply) == ["Reveal", "Type the answer", "Not today"]
    assert reply.private


async def test_revealed_it_shows_both_sides_why_and_each_rating_with_its_interval():
    at = await learning()
    await at.platform.send(Review())
    reply = await at.platform.tap("Reveal")
    assert text_of(reply).splitlines() == [
        "What is reused, number 1?",
        "Answer",
        "weights",
        "The ImageNet weights are a usual start.",
    ]
    assert labels(reply)[:3] == ["Again, 1 min", "Hard, 6 min", "Good, 10 min"]
    assert labels(reply)[3].startswith("Easy, ")
    assert labels(reply)[4:] == ["Why?", "Not today", "Never again", "Report"]
    assert reply.private


@pytest.mark.parametrize("rating", RATINGS)
async def test_a_rating_keeps_what_its_button_promised_and_brings_the_next_card(rating: Rating):
    at = await learning(question(1), question(2))
    await at.platform.send(Review())
    promised = button(await at.platform.tap("Reveal"), rating.title()).label.partition(", ")[2]
    reply = await at.platform.tap(rating.title())
    kept = await card(at)
    assert kept.reviews == 1
    assert kept.memory is not None
    assert interval(kept.memory.due - at.clock.now()) == promised
    back = in_words(kept.memory.due - at.clock.now())
    assert text_of(reply).splitlines()[:2] == [
        f"{rating.title()}: that one comes back in {back}.",
        "What is reused, number 2?",
    ]
    assert "Undo" in labels(reply)


async def test_a_second_tap_on_a_rating_changes_nothing_and_shows_where_one_is():
    at = await learning(question(1), question(2))
    await at.platform.send(Review())
    good = button(await at.platform.tap("Reveal"), "Good").command
    await at.platform.send(good)
    before = await card(at)
    reply = await at.platform.send(good)
    assert text_of(reply).splitlines()[:2] == [
        "That one is rated already; here is where you are.",
        "What is reused, number 2?",
    ]
    assert await card(at) == before


async def test_a_card_rated_since_is_not_revealed_for_another_rating():
    at = await learning(question(1), question(2))
    reveal = button(await at.platform.send(Review()), "Reveal").command
    await rated(at, "good")
    for late in (reveal, AnswerCard(CardId(1), 0, "weights")):
        assert "rated already" in text_of(await at.platform.send(late))


async def test_when_nothing_is_due_one_is_told_when_the_next_comes_and_how_much_was_done():
    at = await learning()
    reply = await rated(at, "easy")
    kept = await card(at)
    assert kept.memory is not None
    assert text_of(reply).splitlines()[1:] == [
        "All done for now. 1 review today, well done!",
        f"The next one comes in {in_words(kept.memory.due - at.clock.now())}.",
    ]
    assert labels(reply) == ["Undo"]


async def test_a_card_that_comes_back_within_the_hour_can_be_waited_for():
    at = await learning()
    assert labels(await rated(at, "again")) == ["Look again", "Undo"]
    at.clock.advance(minutes=2)
    assert "1 due, 0 new today." in text_of(await at.platform.tap("Look again"))


async def test_without_cards_one_is_told_how_to_get_some():
    at = await bench()
    reply = await at.platform.send(Review())
    assert "/learn" in text_of(reply)
    assert labels(reply) == []
    assert reply.private


async def test_no_more_new_cards_come_in_a_day_than_one_can_take_and_the_rest_comes_later():
    at = await learning(*(question(n) for n in range(12)))
    for _ in range(10):
        reply = await rated(at, "easy")
    assert "2 more wait for the coming days." in text_of(reply)
    assert "The next one comes in 16 hours." in text_of(reply)
    at.clock.advance(hours=16)
    assert "0 due, 2 new today." in text_of(await at.platform.send(Review()))


async def test_undo_takes_the_rating_back_and_asks_for_it_again():
    at = await learning(question(1), question(2))
    before = await card(at)
    await rated(at, "again")
    reply = await at.platform.tap("Undo")
    assert text_of(reply).splitlines()[:2] == [
        "Taken back. How well did you remember it?",
        "What is reused, number 1?",
    ]
    assert await card(at) == before
    await at.platform.tap("Good")
    assert (await card(at)).reviews == 1


async def test_undo_without_a_rating_says_so():
    at = await learning()
    assert "no rating to take back" in text_of(await at.platform.send(UndoReview()))


@pytest.mark.parametrize(
    ("response", "verdict", "suggested"),
    [
        ("weights", "Right.", "Good"),
        ("Parameters", "Right.", "Good"),
        ("weihgts", "Right, but for the spelling.", "Good"),
        ("the colours", "Not quite; you wrote “the colours”.", "Again"),
        ("skip", "Skipped.", "Again"),
    ],
)
async def test_a_typed_answer_is_graded_and_its_rating_proposed(response: str, verdict: str, suggested: str):
    at = await learning()
    reply = await at.platform.send(AnswerCard(CardId(1), 0, response))
    assert text_of(reply).splitlines()[0] == verdict
    assert "weights" in text_of(reply)
    proposed = [one.label.partition(",")[0] for one in buttons(reply) if one.tone == "primary"]
    assert proposed == [suggested]


async def test_a_meaning_is_for_the_learner_to_judge():
    key = CardKey(COURSE, "g/layer.md", (), "term", "Layer")
    at = await learning(CardText(key, "What does Layer mean?", "One stage of a network.", "hash"))
    assert "Type the answer" not in labels(await at.platform.send(Review()))
    reply = await at.platform.send(AnswerCard(CardId(1), 0, "a *step*"))
    assert text_of(reply).splitlines()[0] == "You wrote “a *step*”. How near is it?"
    assert [one.tone for one in buttons(reply)] == ["plain"] * 8


async def test_not_today_brings_the_card_back_when_the_next_day_begins():
    at = await learning(question(1), question(2))
    await at.platform.send(Review())
    reply = await at.platform.tap("Not today")
    assert text_of(reply).splitlines()[:2] == ["Put off until tomorrow.", "What is reused, number 2?"]
    await rated(at, "easy")
    assert "number 1" not in text_of(await at.platform.send(Review()))
    at.clock.advance(hours=16)
    assert "number 1" in text_of(await at.platform.send(Review()))


async def test_never_again_lasts_until_the_card_is_brought_back():
    at = await learning()
    await at.platform.send(Review())
    await at.platform.tap("Reveal")
    reply = await at.platform.tap("Never again")
    assert text_of(reply).splitlines()[0] == "That one does not come again."
    assert "1 card is set aside for good." in text_of(reply)
    take_up = button(reply, "Bring it back").command
    at.clock.advance(days=30)
    assert "Reveal" not in labels(await at.platform.send(Review()))
    assert text_of(await at.platform.send(take_up)) == "That card is back."
    assert "Reveal" in labels(await at.platform.tap("Review"))


async def test_why_shows_the_passage_that_the_card_stands_on():
    at = await learning()
    await at.platform.send(Review())
    await at.platform.tap("Reveal")
    reply = await at.platform.tap("Why?")
    assert WHY in text_of(reply)
    assert CHUNK.title in text_of(reply)
    assert reply.private
    assert labels(reply) == []


async def test_a_passage_that_is_gone_is_told_to_be():
    key = CardKey(COURSE, "lessons/gone.md", (), "question", "q1")
    at = await learning(CardText(key, "What?", "That.", "hash"))
    assert "passage is gone" in text_of(await at.platform.send(ShowCardPassage(CardId(1))))


@pytest.mark.parametrize(
    "command",
    [
        RevealCard(CardId(1), 0),
        RateCard(CardId(1), 0, "good"),
        AnswerCard(CardId(1), 0, "weights"),
        SetCardAside(CardId(1)),
        SetCardAside(CardId(1), for_good=True),
        TakeCardUp(CardId(1)),
        ShowCardPassage(CardId(1)),
    ],
    ids=lambda it: type(it).__name__,
)
async def test_nobody_touches_the_card_of_another(command: object):
    at = await learning()
    before = await card(at)
    reply = await at.beside(origin("ben")).send(command)
    assert "no card of yours" in text_of(reply)
    assert "weights" not in text_of(reply)
    assert await card(at) == before


async def elsewhere() -> Bench:
    """Two cards of a library that is lent to another space, and one of the course."""
    at = await learning(question(1, library=ELSEWHERE), question(2, library=ELSEWHERE), question(3))
    await at.ports.catalogue.switch(Change(Library(ELSEWHERE, "Elsewhere"), (), (), (), ()))
    await at.record.lend(ELSEWHERE, {SpaceId("scripted:two")})
    return at


async def test_cards_of_a_library_that_is_not_studied_here_are_counted_and_not_shown():
    at = await elsewhere()
    reply = await at.platform.send(Review())
    assert text_of(reply).splitlines() == [
        "What is reused, number 3?",
        "0 due, 1 new today. 2 more wait where their library is studied.",
    ]
    assert "2 more wait where their library is studied." in text_of(await rated(at, "easy"))


@pytest.mark.parametrize(
    "command",
    [RevealCard(CardId(1), 0), RateCard(CardId(1), 0, "good"), ShowCardPassage(CardId(1))],
    ids=lambda it: type(it).__name__,
)
async def test_a_tap_on_a_card_whose_library_is_not_studied_here_shows_nothing_of_it(command: object):
    at = await elsewhere()
    reply = await at.platform.send(command)
    assert "not studied here" in text_of(reply)
    assert "weights" not in text_of(reply)


async def test_a_rating_given_elsewhere_is_taken_back_without_showing_the_card():
    at = await elsewhere()
    there = at.beside(origin(space="scripted:two"))
    await there.send(RateCard(CardId(1), 0, "good"))
    assert (await card(at)).reviews == 1
    reply = await at.platform.send(UndoReview())
    assert (await card(at)).reviews == 0
    assert text_of(reply).splitlines()[:2] == [
        "Taken back. That card comes where its library is studied.",
        "What is reused, number 3?",
    ]


async def test_a_word_learned_is_asked_and_comes_back():
    at = await bench()
    await at.platform.send(LearnTerm("Layer"))
    await at.platform.tap("Review")
    assert TERMS[1].sections[0].text in text_of(await at.platform.tap("Reveal"))


async def test_in_the_terminal_a_card_is_turned_rated_and_taken_back_by_keys():
    at, out = await learning(question(1), question(2)), io.StringIO()
    lines = io.StringIO("/review\nn\ng\ny\nparameters\nh\n/review undo\nw\n")
    await piped.run(dispatcher(at.ports), at.platform.origin, lines, out)
    assert (await card(at)).reviews == 1
    assert (await card(at, 2)).reviews == 0
    told = out.getvalue()
    assert "Good: that one comes back in 10 minutes." in told
    assert "Right." in told
    assert "Hard: that one comes back" in told
    assert "Taken back." in told
    assert WHY.split(maxsplit=1)[0] in told.partition("Taken back.")[2]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/review", Review()),
        ("/review undo", UndoReview()),
        ("/review UNDO", UndoReview()),
        ("/review aside", ShowSetAside()),
    ],
)
def test_a_review_is_begun_or_taken_back_by_what_is_typed(line: str, command: Command):
    assert command_of(line, Session()) == command


def test_a_review_of_something_is_asked_back():
    with pytest.raises(BadCommand, match="I cannot review “history”"):
        command_of("/review history", Session())


@pytest.mark.parametrize(
    ("time", "short", "long"),
    [
        (timedelta(seconds=59), "< 1 min", "less than a minute"),
        (timedelta(minutes=1), "1 min", "1 minute"),
        (timedelta(minutes=10), "10 min", "10 minutes"),
        (timedelta(minutes=59, seconds=40), "1 h", "1 hour"),
        (timedelta(hours=23, minutes=50), "1 d", "1 day"),
        (timedelta(days=30), "30 d", "30 days"),
        (timedelta(days=31), "1 mo", "1 month"),
        (timedelta(days=92), "3 mo", "3 months"),
        (timedelta(days=364), "1 y", "1 year"),
        (timedelta(days=438), "1.2 y", "1.2 years"),
    ],
)
def test_an_interval_is_told_in_the_unit_that_fits(time: timedelta, short: str, long: str):
    assert (interval(time), in_words(time)) == (short, long)
