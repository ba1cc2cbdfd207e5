"""ports -> dispatcher: which handler answers which command"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot import commands
from bot.budgets import Limits
from bot.commands import Command
from bot.dispatcher import Dispatcher, Handler, new_error_id
from bot.handlers.ask import ask
from bot.handlers.define import Find, define
from bot.handlers.feedback import give_feedback
from bot.handlers.help import show_help
from bot.handlers.lesson import list_lessons, read_lesson
from bot.handlers.passage import show_passage
from bot.handlers.quiz import (
    answer_question,
    claim_right,
    next_question,
    retry_missed,
    start_quiz,
    stop_quiz,
)
from bot.handlers.quiz_passage import show_quiz_passage
from bot.handlers.reword import reword
from bot.ports import Clock, Dice, StudyRecord
from bot.spaces import Libraries, libraries_of
from bot.spending import Spending
from knowledge.answerer import Answerer
from knowledge.errors import PROGRAM
from knowledge.ports import Catalogue, ChatModel
from knowledge.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Ports:
    """All that the bot needs of the outside: the real ones in a process, fakes in a test."""

    catalogue: Catalogue
    record: StudyRecord
    answerer: Answerer
    find: Find
    shelf: Shelf
    clock: Clock
    dice: Dice
    limits: Limits = field(default_factory=Limits)
    chat: ChatModel | None = None


def dispatcher(
    ports: Ports, *, new_id: Callable[[], str] = new_error_id, program: str = PROGRAM
) -> Dispatcher:
    record, catalogue, clock, shelf = ports.record, ports.catalogue, ports.clock, ports.shelf
    libraries = partial(libraries_of, record=record, catalogue=catalogue)
    spending = Spending(record, clock, ports.limits)
    return Dispatcher(
        {
            **_asking(ports, libraries, spending),
            **_quizzing(ports, libraries, spending),
            commands.ShowPassage: partial(
                show_passage, record=record, catalogue=catalogue, libraries=libraries
            ),
            commands.GiveFeedback: partial(give_feedback, record=record, clock=clock),
            commands.Define: partial(
                define, shelf=shelf, catalogue=catalogue, find=ports.find, libraries=libraries
            ),
            commands.ListLessons: partial(list_lessons, shelf=shelf, record=record, libraries=libraries),
            commands.ReadLesson: partial(
                read_lesson, shelf=shelf, catalogue=catalogue, record=record, clock=clock, libraries=libraries
            ),
            commands.Help: show_help,
        },
        new_id=new_id,
        program=program,
        before=spending.pace,
    )


def _asking(ports: Ports, libraries: Libraries, spending: Spending) -> Mapping[type[Command], Handler]:
    record, clock = ports.record, ports.clock
    answerer, shelf = ports.answerer, ports.shelf
    return {
        commands.Ask: partial(
            ask,
            answerer=answerer,
            record=record,
            shelf=shelf,
            libraries=libraries,
            spending=spending,
            clock=clock,
        ),
        commands.Reword: partial(
            reword, answerer=answerer, record=record, libraries=libraries, spending=spending, clock=clock
        ),
    }


def _quizzing(ports: Ports, libraries: Libraries, spending: Spending) -> Mapping[type[Command], Handler]:
    record, catalogue, clock = ports.record, ports.catalogue, ports.clock
    return {
        commands.StartQuiz: partial(
            start_quiz,
            record=record,
            catalogue=catalogue,
            clock=clock,
            dice=ports.dice,
            libraries=libraries,
            shelf=ports.shelf,
            spending=spending,
            chat=ports.chat,
        ),
        commands.AnswerQuestion: partial(answer_question, record=record, catalogue=catalogue, clock=clock),
        commands.ClaimRight: partial(claim_right, record=record, catalogue=catalogue, clock=clock),
        commands.ShowQuizPassage: partial(
            show_quiz_passage, record=record, catalogue=catalogue, libraries=libraries
        ),
        commands.NextQuestion: partial(next_question, record=record, catalogue=catalogue, clock=clock),
        commands.RetryMissed: partial(retry_missed, record=record, catalogue=catalogue, clock=clock),
        commands.StopQuiz: partial(stop_quiz, record=record, catalogue=catalogue, clock=clock),
    }
