"""/studyhall questions through the dispatcher; a teacher's answer as a lesson"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import (
    AnswerConcern,
    Ask,
    DismissConcern,
    GiveFeedback,
    ListConcerns,
    ReportQuestion,
    StartQuiz,
    WriteAnswer,
)
from bot.errors import UnusableMaterial
from bot.material.answer_lesson import TRACK, answer_lesson, as_data
from bot.messages.concerns import A_PAGE
from bot.models import ConversationId, RoundId, UnansweredQuestion, Upload
from bot.ports import Taken
from bot.teaching import OWN_TITLE, own_library
from ingest.loaders import Course, load
from ingest.markdown import sections
from ingest.sources import SourceFile
from knowledge.models import Lesson, LibraryId
from tests.bot.bench import Bench, bench
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.scripted_platform import ScriptedPlatform, button, buttons, labels, origin, text_of
from tests.fakes.small_course import WHY, silent

HERE, THERE = origin().space, origin(space="scripted:two").space
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OWN = own_library(HERE)
WHEN, WHO = "When is the homework due?", "Who teaches this?"


async def staffroom(*questions: str, **parts: object) -> tuple[Bench, ScriptedPlatform]:
    """`questions` were asked in vain, the last one last."""
    at = await bench(**parts)  # type: ignore[arg-type]
    for question in questions:
        await at.record.add_unanswered(UnansweredQuestion(HERE, question, ("nothing near",), NOW))
    return at, at.beside(replace(origin("grace"), manages=True))


async def test_what_was_asked_in_vain_did_not_help_or_was_reported_stands_in_one_list():
    at, teacher = await staffroom()
    learner = at.platform
    await learner.send(Ask("Why less data?"))
    await learner.send(GiveFeedback(ConversationId(1), 1, False))
    await learner.send(StartQuiz("", 1, seed=3))
    prompt = text_of(learner.last)
    await learner.send(ReportQuestion(RoundId(1), 0))
    await at.record.add_unanswered(UnansweredQuestion(HERE, WHO, (), NOW))
    shown = text_of(await teacher.send(ListConcerns())).splitlines()
    assert shown[:4] == [
        "Asked, and not answered",
        WHO,
        "Answers that did not help",
        f"why? (1 learner said so) I said: “{WHY}”",
    ]
    assert shown[4] == "Quiz questions and cards that were reported"
    assert shown[5].removesuffix(" (1 learner said so)") in prompt
    assert labels(teacher.last) == ["Answer 1", "Dismiss 1", "Dismiss 2", "Dismiss 3"]
    assert teacher.last.private


async def test_a_question_of_the_same_words_stands_once_with_how_often_it_was_asked():
    _, teacher = await staffroom(WHEN, WHO, "when is  the Homework due?")
    assert text_of(await teacher.send(ListConcerns())).splitlines() == [
        "Asked, and not answered",
        "when is the Homework due? (asked 2 times)",
        WHO,
    ]


async def test_the_list_is_turned_page_by_page_and_numbered_through():
    _, teacher = await staffroom(*(f"Question {n}?" for n in range(12, 0, -1)))
    first = text_of(await teacher.send(ListConcerns()))
    assert first.splitlines()[1:] == [*(f"Question {n}?" for n in range(1, 6)), "Page 1 of 3."]
    assert labels(teacher.last)[-1] == "Next"
    await teacher.tap("Next")
    assert labels(teacher.last) == [
        *(f"Answer {n}" for n in range(6, 11)),
        *(f"Dismiss {n}" for n in range(6, 11)),
        "Back",
        "Next",
    ]
    last = text_of(await teacher.tap("Next"))
    assert last.splitlines()[1:] == ["Question 11?", "Question 12?", "Page 3 of 3."]
    assert labels(teacher.last)[-1] == "Back"
    assert text_of(await teacher.send(ListConcerns(99))) == last
    assert text_of(await teacher.send(ListConcerns(-1))) == first


async def test_a_page_fits_the_rows_of_buttons_that_a_platform_has():
    _, teacher = await staffroom(*(f"Question {n}?" for n in range(12)))
    rows = (await teacher.send(ListConcerns(1))).buttons
    assert len(rows) <= 4
    assert max(map(len, rows)) <= 5 == A_PAGE


async def test_where_nothing_is_open_it_is_said_warmly():
    _, teacher = await staffroom()
    assert text_of(await teacher.send(ListConcerns())).startswith("Nothing waits for you here")
    assert buttons(teacher.last) == ()


async def test_what_is_dismissed_is_gone_with_all_of_its_words():
    at, teacher = await staffroom(WHEN, WHO, WHEN.lower())
    await teacher.send(ListConcerns())
    await teacher.tap("Dismiss 1")
    assert text_of(teacher.last).splitlines() == ["Asked, and not answered", WHO]
    assert [it.question for it in await at.record.unanswered(HERE)] == [WHO]
    again = button(teacher.last, "Dismiss 1").command
    await teacher.send(again)
    assert text_of(await teacher.send(again)).startswith("Nothing waits for you here")


async def test_another_places_questions_are_neither_listed_nor_dismissed_nor_answered():
    at, _ = await staffroom(WHEN)
    number = (await at.record.unanswered(HERE))[0].id
    stranger = at.beside(replace(origin(space=THERE), manages=True))
    assert text_of(await stranger.send(ListConcerns())).startswith("Nothing waits")
    await stranger.send(DismissConcern("unanswered", number))
    told = text_of(await stranger.send(AnswerConcern(number, "Friday.")))
    assert told.startswith("That question has been dealt with already.")
    assert [it.question for it in await at.record.unanswered(HERE)] == [WHEN]


async def test_an_answer_becomes_a_lesson_of_the_places_own_and_the_question_is_settled():
    at, teacher = await staffroom(WHEN, WHO, WHEN)
    await teacher.send(ListConcerns())
    opens = button(teacher.last, "Answer 1").command
    assert isinstance(opens, WriteAnswer)
    told = text_of(await teacher.send(AnswerConcern(opens.question, "Friday at noon."))).splitlines()
    assert told == [
        f"Your answer is part of the lessons here now: {WHEN}",
        "Who asks that now is told:",
        WHY,
        "Asked, and not answered",
        WHO,
    ]
    (file,) = at.ports.intake.sent[OWN]  # type: ignore[attr-defined]
    assert file == answer_lesson(WHEN, "Friday at noon.", opens.question)
    assert at.ports.intake.titles[OWN] == OWN_TITLE  # type: ignore[attr-defined]
    assert (await at.record.lendings())[OWN] == {HERE}
    assert button(teacher.last, "Ask it").command == Ask(WHEN)
    asked = at.answerer.asked[-1]
    assert (asked.question, asked.written) == (WHEN, False)
    assert OWN in asked.libraries


async def test_a_long_question_has_no_button_that_asks_it():
    at, teacher = await staffroom("Why " + "so " * 40 + "late?")
    number = (await at.record.unanswered(HERE))[0].id
    await teacher.send(AnswerConcern(number, "It is not."))
    assert "Ask it" not in labels(teacher.last)


async def test_an_answer_that_is_not_found_yet_is_owned_up_to():
    at, teacher = await staffroom(WHEN, answerer=ScriptedAnswerer(silent("why?")))
    number = (await at.record.unanswered(HERE))[0].id
    assert "I do not find it yet" in text_of(await teacher.send(AnswerConcern(number, "Friday.")))


@pytest.mark.parametrize(("answer", "why"), [("  \n", "no answer in that"), ("x" * 4001, "4000 characters")])
async def test_an_answer_without_words_or_with_too_many_changes_nothing(answer: str, why: str):
    at, teacher = await staffroom(WHEN)
    number = (await at.record.unanswered(HERE))[0].id
    assert why in text_of(await teacher.send(AnswerConcern(number, answer)))
    assert len(await at.record.unanswered(HERE)) == 1
    assert not at.ports.intake.sent  # type: ignore[attr-defined]


class ClosedIntake:
    async def add(self, library: LibraryId, title: str, files: Sequence[Upload]) -> Taken:
        raise UnusableMaterial("It took me too long to read.")

    async def forget(self, library: LibraryId) -> None: ...


async def test_a_question_whose_answer_could_not_be_taken_in_stays_open():
    at, _ = await staffroom(WHEN)
    at.ports = replace(at.ports, intake=ClosedIntake())
    teacher = at.beside(replace(origin(), manages=True))
    number = (await at.record.unanswered(HERE))[0].id
    assert text_of(await teacher.send(AnswerConcern(number, "Friday."))).startswith("It took me too long")
    assert len(await at.record.unanswered(HERE)) == 1


# A teacher's answer as a lesson


def read(file: Upload, folder: Path) -> Lesson:
    path = folder / "answer.md"
    path.write_bytes(file.content)
    loaded = load(SourceFile(file.name, str(folder), path, "hash", "slug"), LibraryId("own"), Course())
    assert not loaded.notes
    (lesson,) = loaded.lessons
    return lesson


HOSTILE = """# Not a title
---
term: nothing
---
Friday.
===

> ## Quoted
```
# a comment
```
<!-- hidden"""


def test_a_lesson_is_called_after_its_question_and_opens_with_it(tmp_path: Path):
    lesson = read(answer_lesson(WHEN, "Friday at noon.", 7), tmp_path)
    assert (lesson.title, lesson.track) == (WHEN, TRACK)
    assert [section.heading for section in lesson.sections] == [()]
    assert lesson.sections[0].text.endswith(f"\n\n{WHEN}\n\nFriday at noon.")
    assert answer_lesson(WHEN, "", 7).name == "answers/when-is-the-homework-due-7.md"


def test_headings_rules_front_matter_and_comments_in_the_words_are_but_words(tmp_path: Path):
    lesson = read(answer_lesson(WHEN, HOSTILE, 7), tmp_path)
    assert [section.heading for section in lesson.sections] == [()]
    assert not lesson.questions
    text = lesson.sections[0].text
    assert "Not a title" in text
    assert "# Not" not in text
    assert "Quoted" in text
    assert "# a comment" in text
    assert "&lt;!-- hidden" in text


@pytest.mark.parametrize(
    "question", ['What is "x: y"?', "- a?", "# why?", "a\nb?", "{x}", "Wie ist’s, 日本?"]
)
def test_any_question_can_be_a_title(tmp_path: Path, question: str):
    lesson = read(answer_lesson(question, "So.", 1), tmp_path)
    assert lesson.title == " ".join(question.split()).removeprefix("# ")


@given(st.text(st.sampled_from("#-=>`~ ab:\n\t*"), max_size=60))
def test_no_words_make_a_second_section(words: str):
    text = f"# Q?\n\nQ?\n\n{as_data(words)}\n"
    assert [section.heading for section in sections(text)] == [("Q?",)]
