"""a slash command as Discord has it -> the command that it means

Each callback makes a Command and hands it to the client, which acknowledges it before anything else. What
stands in `locale_str` is told in the learner's language where translations.py has it.
"""

from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.app_commands import locale_str as _

from bot.commands import (
    DEFAULT_COUNT,
    DEFAULT_SECONDS,
    Ask,
    AskToForgetMe,
    ChangeHabits,
    Define,
    ExportMyData,
    Help,
    JoinLeaderboard,
    LearnTerm,
    Link,
    ListLessons,
    Pause,
    ReadLesson,
    Review,
    Reword,
    ShowHabits,
    ShowLeaderboard,
    ShowPassage,
    ShowProgress,
    ShowSetAside,
    ShowStreak,
    StartQuiz,
    StartTogether,
    TurnDailyOff,
    TurnDailyOn,
    UndoReview,
)
from bot.messages.topics import TOPICS
from bot.models import Level
from bot.platforms.discord.limits import CHOICE, CHOICES, QUESTION, cut
from bot.platforms.discord.slash_teaching import library, studyhall
from bot.platforms.discord.translations import InTheirLanguage

if TYPE_CHECKING:
    from bot.platforms.discord.client import StudyClient

Interaction: TypeAlias = "discord.Interaction[StudyClient]"
Tree: TypeAlias = "app_commands.CommandTree[StudyClient]"
Question = Range[str, 1, QUESTION]
_MOST_QUESTIONS = 50


class _Tree(app_commands.CommandTree["StudyClient"]):
    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        await interaction.client.misunderstood(interaction, error)


async def tree_for(client: "StudyClient") -> Tree:
    """In servers, in DMs, and wherever a person uses a bot that they installed for themselves."""
    everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    anyone = app_commands.AppInstallationType(guild=True, user=True)
    tree: Tree = _Tree(client, allowed_contexts=everywhere, allowed_installs=anyone)
    for command in COMMANDS:
        tree.add_command(command)
    await tree.set_translator(InTheirLanguage())
    return tree


async def _suggest(interaction: discord.Interaction, command: str, typed: str) -> list[Choice[str]]:
    client: StudyClient = interaction.client  # type: ignore[assignment]
    names = await client.suggested(interaction, command, typed)
    return [Choice(name=cut(name, CHOICE), value=name[:CHOICE]) for name in names[:CHOICES] if name.strip()]


async def _words(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await _suggest(interaction, "define", typed)


async def _lessons(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await _suggest(interaction, "lesson", typed)


async def _topics(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await _suggest(interaction, "quiz", typed)


async def _helped(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    wanted = typed.strip().removeprefix("/").casefold()
    return [Choice(name=it.name, value=it.name) for it in TOPICS if it.name.startswith(wanted)][:CHOICES]


@app_commands.command(name="ask", description=_("Ask the lessons; the answer shows where it stands"))
@app_commands.describe(
    question=_("What do you want to know?"),
    lesson=_("Keep to this lesson"),
    private=_("Only you see the answer"),
    thread=_("Open a thread to go on asking in"),
)
@app_commands.autocomplete(lesson=_lessons)
async def ask(
    interaction: Interaction,
    question: Question,
    lesson: str = "",
    private: bool | None = None,
    thread: bool = False,
) -> None:
    """What only the asker is to see is told in no thread."""
    command = Ask(question, lesson=lesson, private=private)
    if thread and not private:
        await interaction.client.typed_in_thread(interaction, command)
    else:
        await interaction.client.typed(interaction, command)


async def _reworded(interaction: Interaction, level: Level, question: str) -> None:
    """A question of its own, or the last answer told otherwise."""
    command = Ask(question, level=level) if question.strip() else Reword(None, 0, level)
    await interaction.client.typed(interaction, command)


@app_commands.command(name="simpler", description=_("The last answer in short, or a question answered so"))
@app_commands.describe(question=_("Another question; leave it out for the last answer"))
async def simpler(interaction: Interaction, question: Question = "") -> None:
    await _reworded(interaction, "simpler", question)


@app_commands.command(name="deeper", description=_("The last answer with more, or a question answered so"))
@app_commands.describe(question=_("Another question; leave it out for the last answer"))
async def deeper(interaction: Interaction, question: Question = "") -> None:
    await _reworded(interaction, "deeper", question)


@app_commands.command(name="example", description=_("An example of the last answer, or of what you name"))
@app_commands.describe(question=_("Another question; leave it out for the last answer"))
async def example(interaction: Interaction, question: Question = "") -> None:
    await _reworded(interaction, "example", question)


@app_commands.command(name="source", description=_("The passage that a mark of your last answer stands on"))
@app_commands.describe(number=_("The number in the mark [1]"))
async def source(interaction: Interaction, number: Range[int, 1, 99] = 1) -> None:
    await interaction.client.typed(interaction, ShowPassage(None, 0, number))


@app_commands.command(name="define", description=_("Look up a word of the glossary"))
@app_commands.describe(word=_("The word; typos are understood"))
@app_commands.autocomplete(word=_words)
async def define(interaction: Interaction, word: Range[str, 1, 200]) -> None:
    await interaction.client.typed(interaction, Define(word))


@app_commands.command(name="lessons", description=_("All lessons, by track"))
async def lessons(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ListLessons())


@app_commands.command(name="lesson", description=_("Read a lesson, one section at a time"))
@app_commands.describe(name=_("The lesson; its first letters are enough"))
@app_commands.autocomplete(name=_lessons)
async def lesson(interaction: Interaction, name: Range[str, 1, 300]) -> None:
    await interaction.client.typed(interaction, ReadLesson(name))


@app_commands.command(name="quiz", description=_("Quiz yourself, or all who are here"))
@app_commands.describe(
    topic=_("A lesson, a word or a track; leave it out for everything"),
    count=_("How many questions"),
    together=_("A round in a thread that anyone joins by answering"),
    seconds=_("Together: how long a question stays open"),
)
@app_commands.autocomplete(topic=_topics)
async def quiz(
    interaction: Interaction,
    topic: Range[str, 0, 300] = "",
    count: Range[int, 1, _MOST_QUESTIONS] = DEFAULT_COUNT,
    together: bool = False,
    seconds: Range[int, 5, 300] = DEFAULT_SECONDS,
) -> None:
    command = StartTogether(topic, count, seconds=seconds) if together else StartQuiz(topic, count)
    await interaction.client.typed(interaction, command)


@app_commands.command(name="review", description=_("The cards that are due, one at a time"))
@app_commands.describe(
    undo=_("Take your last rating back"), aside=_("What you set aside for good, to bring it back")
)
async def review(interaction: Interaction, undo: bool = False, aside: bool = False) -> None:
    command = UndoReview() if undo else ShowSetAside() if aside else Review()
    await interaction.client.typed(interaction, command)


@app_commands.command(name="learn", description=_("Make cards of a word, a lesson or a track"))
@app_commands.describe(name=_("The word, the lesson or the track"))
@app_commands.autocomplete(name=_topics)
async def learn(interaction: Interaction, name: Range[str, 1, 300]) -> None:
    await interaction.client.typed(interaction, LearnTerm(name))


daily = app_commands.Group(name="daily", description=_("A direct message each day, and how you study"))


async def _zones(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await _suggest(interaction, "zone", typed)


@daily.command(name="on", description=_("A direct message each day on which cards are due"))
@app_commands.describe(at=_("When, as in 8:30"), zone=_("Your time zone, or a city in it"))
@app_commands.autocomplete(zone=_zones)
async def daily_on(interaction: Interaction, at: Range[str, 1, 20], zone: Range[str, 0, 100] = "") -> None:
    await interaction.client.typed(interaction, TurnDailyOn(at, zone))


@daily.command(name="off", description=_("No daily message any more"))
async def daily_off(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, TurnDailyOff())


@daily.command(name="settings", description=_("How you study: time zone, new cards and reviews a day"))
@app_commands.describe(
    zone=_("Your time zone, or a city in it"),
    new=_("New cards a day"),
    reviews=_("Reviews a day"),
    retention=_("How many of a hundred you want to remember"),
)
@app_commands.autocomplete(zone=_zones)
async def daily_settings(
    interaction: Interaction,
    zone: Range[str, 0, 100] = "",
    new: Range[int, 0, 500] | None = None,
    reviews: Range[int, 1, 5000] | None = None,
    retention: Range[int, 70, 99] | None = None,
) -> None:
    changed = ChangeHabits(zone, new, reviews, retention)
    await interaction.client.typed(interaction, ShowHabits() if changed == ChangeHabits() else changed)


@app_commands.command(name="pause", description=_("Holidays: no daily message, and no day counts as missed"))
@app_commands.describe(until=_("The day on which you are back, as in 2026-12-24; leave it out to end it"))
async def pause(interaction: Interaction, until: Range[str, 0, 20] = "") -> None:
    await interaction.client.typed(interaction, Pause(until))


@app_commands.command(name="progress", description=_("A picture of your year: reviews, cards, what is due"))
async def progress(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ShowProgress())


@app_commands.command(name="streak", description=_("Your days in a row"))
async def streak(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ShowStreak())


@app_commands.command(
    name="leaderboard",
    description=_("Who reviewed most this week: reviews given here, or of cards that began here"),
)
@app_commands.describe(join=_("True names you there too, False takes you off"))
async def leaderboard(interaction: Interaction, join: bool | None = None) -> None:
    command = ShowLeaderboard() if join is None else JoinLeaderboard(join)
    await interaction.client.typed(interaction, command)


@app_commands.command(name="link", description=_("Use me on two platforms as one learner"))
@app_commands.describe(code=_("The code that I gave you on the other platform; leave it out to get one"))
async def link(interaction: Interaction, code: Range[str, 0, 20] = "") -> None:
    await interaction.client.typed(interaction, Link(code))


mydata = app_commands.Group(name="mydata", description=_("What I hold of you: yours to take or to delete"))


@mydata.command(name="export", description=_("All that I hold of you, in files; your cards for Anki, too"))
async def mydata_export(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, ExportMyData())


@mydata.command(name="delete", description=_("Delete all that I hold of you; I ask first"))
async def mydata_delete(interaction: Interaction) -> None:
    await interaction.client.typed(interaction, AskToForgetMe())


@app_commands.command(name="help", description=_("What you can do here"))
@app_commands.describe(command=_("More about one command"))
@app_commands.autocomplete(command=_helped)
async def help_(interaction: Interaction, command: str = "") -> None:
    await interaction.client.typed(interaction, Help(command))


COMMANDS: tuple["app_commands.Command[app_commands.Group, ..., None] | app_commands.Group", ...] = (
    ask,
    simpler,
    deeper,
    example,
    source,
    define,
    lessons,
    lesson,
    quiz,
    review,
    learn,
    daily,
    pause,
    progress,
    streak,
    leaderboard,
    link,
    mydata,
    help_,
    library,
    studyhall,
)
