"""/ask, its sources and its thumbs, through the dispatcher"""

from bot.commands import Ask, GiveFeedback, ShowPassage
from bot.messages import answers
from bot.models import ConversationId, SpaceId, SpaceSettings, Turn
from bot.replies import Paragraph, Reply
from knowledge.errors import ModelUnavailable
from knowledge.models import Answer, ChunkId, Citation, LibraryId, Sentence
from tests.bot.bench import bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import button, labels, origin, text_of
from tests.fakes.small_course import COURSE, TRANSFER, WHY, answered, silent


async def test_an_answer_grows_and_ends_with_its_sources():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    assert [one.partial for one in at.platform.replies] == [True, False]
    assert text_of(reply).splitlines() == [
        f"{WHY} [1]",
        "[1] Reusing a model › Why it works https://course.example/transfer",
    ]
    assert labels(reply) == [
        *("Show passage 1", "Simpler", "Deeper", "Example"),
        *("Follow up", "Helpful", "Not helpful", "Quiz me on this", "Save as card"),
    ]


async def test_the_passage_shows_the_quoted_sentence_among_its_neighbours():
    at = await bench()
    await at.platform.send(Ask("why?"))
    passage = await at.platform.tap("Show passage 1")
    (paragraph,) = [part for part in passage.parts if isinstance(part, Paragraph)]
    assert [(span.text, span.style) for span in paragraph.text] == [
        (WHY, "mark"),
        (" The ImageNet weights are a usual start.", "plain"),
    ]
    assert text_of(passage).startswith("Reusing a model › Why it works\n")


async def test_a_passage_that_is_gone_leaves_its_quote():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    await at.ports.catalogue.switch(_without_lesson())
    passage = await at.platform.send(button(reply, "Show passage 1").command)
    assert "has changed since" in text_of(passage)
    assert WHY in text_of(passage)


async def test_a_mark_that_the_answer_does_not_have_says_how_many_there_are():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    shown = button(reply, "Show passage 1").command
    assert isinstance(shown, ShowPassage)
    refused = await at.platform.send(ShowPassage(shown.conversation, shown.turn, 7))
    assert text_of(refused) == "There is no source [7].\nThe answer has 1 source."


async def test_a_question_that_the_lessons_do_not_hold_is_kept_for_the_teacher():
    at = await bench(answerer=ScriptedAnswerer(silent("what is a qubit?")))
    reply = await at.platform.send(Ask("what is a qubit?"))
    assert "do not say" in text_of(reply)
    assert labels(reply) == ["Reusing a model", "Layer"]
    (kept,) = await at.record.unanswered(at.platform.origin.space)
    assert (kept.question, kept.reasons) == ("what is a qubit?", ("nothing near",))


async def test_a_follow_up_is_asked_in_the_light_of_the_answer_before():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    thumb = button(reply, "Helpful").command
    assert isinstance(thumb, GiveFeedback)
    await at.platform.send(Ask("and then?", conversation=thumb.conversation))
    assert [asked.previous.question if asked.previous else None for asked in at.answerer.asked] == [
        None,
        "why?",
    ]


async def test_a_question_that_follows_goes_on_with_the_newest_conversation_of_the_channel():
    at = await bench()
    first = _thumb(await at.platform.send(Ask("why?")))
    friend = at.beside(origin("bo", "scripted:one"))
    followed = _thumb(await friend.send(Ask("and then?", follows=True)))
    assert (followed.conversation, followed.turn) == (first.conversation, 2)
    assert at.answerer.asked[-1].previous == answered("why?")


async def test_a_question_that_follows_nothing_begins_a_conversation():
    at = await bench()
    first = _thumb(await at.platform.send(Ask("why?", follows=True)))
    assert first.turn == 1
    stranger = at.beside(origin("eve", "scripted:two"))
    assert _thumb(await stranger.send(Ask("why?", follows=True))).turn == 1
    assert [asked.previous for asked in at.answerer.asked] == [None, None]


async def test_a_question_that_follows_keeps_to_the_conversation_that_it_names():
    at = await bench()
    older = _thumb(await at.platform.send(Ask("why?")))
    await at.platform.send(Ask("where?"))
    followed = _thumb(await at.platform.send(Ask("so?", conversation=older.conversation, follows=True)))
    assert (followed.conversation, followed.turn) == (older.conversation, 2)


async def test_a_source_without_an_answer_named_is_one_of_the_learners_newest_there():
    at = await bench()
    await at.platform.send(Ask("why?"))
    assert WHY in text_of(await at.platform.send(ShowPassage(None, 0, 1)))
    friend = at.beside(origin("bo", "scripted:one"))
    assert text_of(await friend.send(ShowPassage(None, 0, 1))).startswith("You have no answer here yet.")


async def test_a_conversation_of_another_space_is_stale():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    thumb = button(reply, "Helpful").command
    shown = button(reply, "Show passage 1").command
    assert isinstance(thumb, GiveFeedback)
    stranger = at.beside(origin("eve", "scripted:two"))
    for command in (Ask("and?", conversation=thumb.conversation), shown, thumb):
        assert "not here any more" in text_of(await stranger.send(command))
    assert await at.record.feedback(thumb.conversation, thumb.turn) == (0, 0)


async def test_a_second_thumb_replaces_the_first():
    at = await bench()
    reply = await at.platform.send(Ask("why?"))
    up, down = button(reply, "Helpful").command, button(reply, "Not helpful").command
    assert isinstance(up, GiveFeedback)
    await at.platform.send(up)
    await at.platform.send(down)
    assert await at.record.feedback(up.conversation, up.turn) == (0, 1)


async def test_a_question_kept_to_a_lesson_looks_nowhere_else():
    at = await bench()
    await at.platform.send(Ask("why?", lesson="reusing a model"))
    assert (at.answerer.asked[0].libraries, at.answerer.asked[0].source) == ((COURSE,), TRANSFER.source)


async def test_a_lesson_that_is_none_is_told_before_anything_is_asked():
    at = await bench()
    assert "no lesson called “astrology”" in text_of(await at.platform.send(Ask("why?", lesson="astrology")))
    assert at.answerer.asked == []


async def test_an_answer_is_as_private_as_the_asker_or_else_the_space_says():
    at = await bench()
    assert not (await at.platform.send(Ask("why?"))).private
    await at.record.set_settings(SpaceId("scripted:one"), SpaceSettings(private_answers=True))
    assert (await at.platform.send(Ask("why?"))).private
    assert not (await at.platform.send(Ask("why?", private=False))).private


async def test_an_empty_question_is_told_what_to_do():
    at = await bench()
    assert "Write one after /ask." in text_of(await at.platform.send(Ask("  ")))
    assert "2000 characters" in text_of(await at.platform.send(Ask("x" * 2001)))


async def test_an_error_in_the_middle_of_an_answer_ends_it_with_words():
    at = await bench(
        answerer=ScriptedAnswerer(answered("why?", complete=False), ModelUnavailable("It is off."))
    )
    reply = await at.platform.send(Ask("why?"))
    assert text_of(reply).startswith("It is off.\n")
    assert reply.private


def _thumb(reply: Reply) -> GiveFeedback:
    command = button(reply, "Helpful").command
    assert isinstance(command, GiveFeedback)
    return command


def _without_lesson():
    from knowledge.models import Change, Library, SourceState

    return Change(
        Library(COURSE, "Course"), (SourceState("x.md", "/course", "h"),), removed=(TRANSFER.source,)
    )


def test_two_passages_of_one_section_are_told_apart_by_how_they_begin() -> None:
    two = (
        Citation(
            1,
            ChunkId("a"),
            LibraryId("x"),
            "Mulch",
            ("Why",),
            "m.md",
            "",
            "Mulch keeps the soil moist all summer.",
        ),
        Citation(2, ChunkId("b"), LibraryId("x"), "Mulch", ("Why",), "m.md", "", "It rots."),
        Citation(3, ChunkId("c"), LibraryId("x"), "Frost", ("Why",), "f.md", "", "Frost bites."),
    )
    said = tuple(Sentence(one.quote, (one.n,)) for one in two)
    notes = answers.answered(Turn(ConversationId(1), 1, Answer("q", "q", said, two)), private=False).footnotes
    assert [note.heading for note in notes] == [
        ("Why", "“Mulch keeps the soil moist all …”"),
        ("Why", "“It rots.”"),
        ("Why",),
    ]
