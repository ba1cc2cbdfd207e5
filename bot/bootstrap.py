"""ports -> dispatcher: which handler answers which command"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot import commands
from bot.budgets import Limits
from bot.commands import Command
from bot.dispatcher import Dispatcher, Handler, new_error_id
from bot.handlers.ask import ask
from bot.handlers.card_reports import CardReports
from bot.handlers.classes import show_class
from bot.handlers.concerns import answer_concern, dismiss_concern, list_concerns
from bot.handlers.daily import Daily
from bot.handlers.daily_refused import DailyRefused
from bot.handlers.define import Find, define
from bot.handlers.feedback import give_feedback
from bot.handlers.for_teachers import ForTeachers, for_teachers
from bot.handlers.help import show_help
from bot.handlers.learning import Learning
from bot.handlers.lesson import list_lessons, read_lesson
from bot.handlers.libraries import add_material, list_libraries, study_library
from bot.handlers.linking import Linking
from bot.handlers.own import TheirOwn
from bot.handlers.passage import show_passage
from bot.handlers.progress import Progressing
from bot.handlers.quiz import (
    answer_question,
    claim_right,
    next_question,
    retry_missed,
    start_quiz,
    stop_quiz,
)
from bot.handlers.quiz_choosing import Choose, chosen
from bot.handlers.quiz_passage import show_quiz_passage
from bot.handlers.reconciling import Reconciling
from bot.handlers.report import report_question
from bot.handlers.review import Reviewing
from bot.handlers.reword import reword
from bot.handlers.say import say
from bot.handlers.settings import change_settings, show_settings
from bot.handlers.together import answer_together, start_together, stop_together
from bot.ports import Clock, Dice, Intake, Messenger, StudyRecord
from bot.routines.live import LiveRounds, NobodyThere
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
    messenger: Messenger = field(default_factory=NobodyThere)
    intake: Intake = field(kw_only=True)


def live_rounds(ports: Ports, *, new_id: Callable[[], str] = new_error_id) -> LiveRounds:
    """One a process: it runs all rounds that are played together. `resume` goes on with those of the last
    process, `close` leaves them to the next."""
    return LiveRounds(
        record=ports.record,
        messenger=ports.messenger,
        catalogue=ports.catalogue,
        clock=ports.clock,
        new_id=new_id,
    )


def dispatcher(
    ports: Ports,
    *,
    live: LiveRounds | None = None,
    new_id: Callable[[], str] = new_error_id,
    program: str = PROGRAM,
) -> Dispatcher:
    """Without `live` nothing is played together."""
    record, catalogue, clock, shelf = ports.record, ports.catalogue, ports.clock, ports.shelf
    libraries = partial(libraries_of, record=record, catalogue=catalogue)
    spending = Spending(record, clock, ports.limits)
    choose = _choosing(ports, libraries, spending)
    return Dispatcher(
        {
            **_asking(ports, libraries, spending),
            **_quizzing(ports, libraries, choose),
            **_together(ports, choose, live or live_rounds(ports)),
            **_reviewing(ports, libraries),
            **_learning(ports, libraries),
            **_progressing(ports, libraries),
            **_daily(ports),
            **_linking(ports),
            **_own(ports),
            **_teaching(ports, libraries),
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
        after=DailyRefused(record).told,
    )


def _asking(ports: Ports, libraries: Libraries, spending: Spending) -> Mapping[type[Command], Handler]:
    record, catalogue, clock = ports.record, ports.catalogue, ports.clock
    asking = partial(
        ask,
        answerer=ports.answerer,
        record=record,
        shelf=ports.shelf,
        libraries=libraries,
        spending=spending,
        clock=clock,
    )
    answering = partial(answer_question, record=record, catalogue=catalogue, clock=clock)
    return {
        commands.Ask: asking,
        commands.Say: partial(say, record=record, ask=asking, answer=answering),
        commands.Reword: partial(
            reword,
            answerer=ports.answerer,
            record=record,
            libraries=libraries,
            spending=spending,
            clock=clock,
        ),
    }


def _choosing(ports: Ports, libraries: Libraries, spending: Spending) -> Choose:
    return partial(
        chosen,
        catalogue=ports.catalogue,
        dice=ports.dice,
        libraries=libraries,
        shelf=ports.shelf,
        spending=spending,
        chat=ports.chat,
    )


def _quizzing(ports: Ports, libraries: Libraries, choose: Choose) -> Mapping[type[Command], Handler]:
    record, catalogue, clock = ports.record, ports.catalogue, ports.clock
    return {
        commands.StartQuiz: partial(start_quiz, record=record, choose=choose, clock=clock),
        commands.AnswerQuestion: partial(answer_question, record=record, catalogue=catalogue, clock=clock),
        commands.ClaimRight: partial(claim_right, record=record, catalogue=catalogue, clock=clock),
        commands.ShowQuizPassage: partial(
            show_quiz_passage, record=record, catalogue=catalogue, libraries=libraries
        ),
        commands.NextQuestion: partial(next_question, record=record, catalogue=catalogue, clock=clock),
        commands.RetryMissed: partial(retry_missed, record=record, catalogue=catalogue, clock=clock),
        commands.StopQuiz: partial(stop_quiz, record=record, catalogue=catalogue, clock=clock),
        commands.ReportQuestion: partial(report_question, record=record, clock=clock),
    }


def _together(ports: Ports, choose: Choose, live: LiveRounds) -> Mapping[type[Command], Handler]:
    record, clock = ports.record, ports.clock
    return {
        commands.StartTogether: partial(
            start_together,
            record=record,
            choose=choose,
            messenger=ports.messenger,
            live=live,
            clock=clock,
        ),
        commands.AnswerTogether: partial(
            answer_together, record=record, catalogue=ports.catalogue, live=live, clock=clock
        ),
        commands.StopTogether: partial(stop_together, record=record, live=live),
    }


def _reviewing(ports: Ports, libraries: Libraries) -> Mapping[type[Command], Handler]:
    reports = CardReports(ports.record, ports.catalogue, libraries, ports.clock)
    reviewing = Reviewing(
        ports.record, ports.catalogue, libraries, ports.clock, Reconciling(ports.record, ports.catalogue)
    )
    return {
        commands.Review: reviewing.review,
        commands.RevealCard: reviewing.reveal,
        commands.AnswerCard: reviewing.answer,
        commands.RateCard: reviewing.rate,
        commands.UndoReview: reviewing.undo,
        commands.SetCardAside: reviewing.set_aside,
        commands.ShowSetAside: reviewing.show_aside,
        commands.TakeCardUp: reviewing.take_up,
        commands.ShowCardPassage: reviewing.show_passage,
        commands.ReportCard: reports.report,
    }


def _learning(ports: Ports, libraries: Libraries) -> Mapping[type[Command], Handler]:
    learning = Learning(ports.record, ports.catalogue, ports.shelf, libraries, ports.clock)
    return {
        commands.LearnTerm: learning.term,
        commands.LearnLesson: learning.lesson,
        commands.SaveAnswer: learning.answer,
    }


def _daily(ports: Ports) -> Mapping[type[Command], Handler]:
    daily = Daily(ports.record, ports.messenger, ports.clock)
    return {
        commands.ShowHabits: daily.show,
        commands.TurnDailyOn: daily.on,
        commands.TurnDailyOff: daily.off,
        commands.ChangeHabits: daily.change,
        commands.SnoozeDaily: daily.snooze,
        commands.SkipDaily: daily.skip,
        commands.Pause: daily.pause,
    }


def _progressing(ports: Ports, libraries: Libraries) -> Mapping[type[Command], Handler]:
    progressing = Progressing(ports.record, ports.shelf, libraries, ports.clock)
    return {
        commands.ShowProgress: progressing.progress,
        commands.ShowStreak: progressing.streak,
        commands.ShowLeaderboard: progressing.leaderboard,
        commands.JoinLeaderboard: progressing.join,
    }


def _linking(ports: Ports) -> Mapping[type[Command], Handler]:
    return {commands.Link: Linking(ports.record, ports.clock, ports.dice).link}


def _own(ports: Ports) -> Mapping[type[Command], Handler]:
    own = TheirOwn(ports.record, ports.clock)
    return {
        commands.ExportMyData: own.export,
        commands.AskToForgetMe: own.ask_to_forget,
        commands.ForgetMe: own.forget_me,
        commands.KeepMyData: own.keep_my_data,
    }


def _teaching(ports: Ports, libraries: Libraries) -> Mapping[type[Command], Handler]:
    """For those alone who teach in the space."""
    record, catalogue, intake = ports.record, ports.catalogue, ports.intake
    handlers: Mapping[type[Command], ForTeachers] = {
        commands.ShowClass: partial(show_class, record=record, clock=ports.clock),
        commands.ShowSettings: partial(show_settings, record=record, catalogue=catalogue),
        commands.ChangeSettings: partial(change_settings, record=record, catalogue=catalogue),
        commands.ListLibraries: partial(list_libraries, record=record, catalogue=catalogue),
        commands.StudyLibrary: partial(study_library, record=record, catalogue=catalogue),
        commands.AddMaterial: partial(add_material, record=record, intake=intake),
        commands.ListConcerns: partial(list_concerns, record=record),
        commands.AnswerConcern: partial(
            answer_concern, record=record, intake=intake, answerer=ports.answerer, libraries=libraries
        ),
        commands.DismissConcern: partial(dismiss_concern, record=record),
    }
    return {kind: partial(for_teachers, handler, record=record) for kind, handler in handlers.items()}
