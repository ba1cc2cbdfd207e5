"""the bot, mostly on the starter course -> what Discord is sent in a few scenes, the same each time

Each scene is kept as JSON in docs/pictures/discord; tests/docs holds them to the running program.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import knowledge
from bot.commands import (
    Ask,
    Define,
    LearnTerm,
    ListConcerns,
    RateCard,
    ReadLesson,
    RevealCard,
    Review,
    ShowProgress,
    StartQuiz,
    StartTogether,
    TurnDailyOn,
)
from bot.models import Rating
from bot.study.contest import PAUSE
from scripts.discord_stage import Message, Stage, stage

FOLDER = Path(__file__).parent.parent / "docs" / "pictures" / "discord"
STARTER = Path(knowledge.__file__).parent / "starter"
SOFTMAX = Path(__file__).parent / "discord_lesson"
"""A formula and a small table on one page: the starter course has none such."""
WHY = "why does transfer learning need less data?"
TRANSFER, PROMPTING = "transfer-learning", "prompting-and-retrieval"
EACH_S, LEFT_S = 20, 12

Messages = tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """`alt` is what is to be seen in its picture, `told` what it shows of the bot; `place` is the channel or
    the thread in which it is, `material` what the bot was taught."""

    name: str
    told: str
    alt: str
    play: Callable[[Stage], Awaitable[Messages]]
    place: str = "# study"
    material: Path = STARTER


async def answer(on: Stage) -> Messages:
    return await on.types("Ada", "/ask", Ask(WHY))


async def refusal(on: Stage) -> Messages:
    return await on.types("Ben", "/ask", Ask("who won the world cup in 2018?"))


async def card(on: Stage) -> Messages:
    return await on.types("Ada", "/define", Define(TRANSFER))


async def lesson(on: Stage) -> Messages:
    return await on.types("Ada", "/lesson", ReadLesson("softmax", 0))


async def quiz(on: Stage) -> Messages:
    """The second question, under what the right answer to the first one was worth."""
    (asked,) = await on.types("Ada", "/quiz", StartQuiz(PROMPTING, 3))
    return await on.taps("Ada", asked, "None of its weights at all")


async def question(on: Stage) -> Messages:
    """Of a round together, some seconds before it closes; one has answered."""
    await on.types("Ada", "/quiz", StartTogether(PROMPTING, 2, seconds=EACH_S))
    await on.settles()
    (asked,) = await on.posted()
    await on.passes(EACH_S - LEFT_S)
    await on.taps("Ben", asked, "None of its weights at all")
    return await on.posted()


async def outcome(on: Stage) -> Messages:
    """Of that question, once its time was over: `question` was played before."""
    (asked,) = await on.posted()
    await on.passes(2)
    await on.taps("Ada", asked, "None of its weights at all")
    await on.taps("Cleo", asked, "The learning rate it works at")
    await on.passes(LEFT_S)
    return (await on.posted())[1:2]


async def podium(on: Stage) -> Messages:
    """At the end of that round, whose last question is answered in a form."""
    await on.passes(PAUSE.seconds)
    *_, asked = await on.posted()
    for who, words in (("Cleo", "gpt 3"), ("Ada", "GPT-3"), ("Ben", "BERT")):
        await on.passes(3)
        await on.writes(who, asked, "Type your answer", words)
    await on.settles()
    return (await on.posted())[-1:]


async def concerns(on: Stage) -> Messages:
    """What came of it that two asked in vain, one found an answer of no help and one reported a question."""
    for who in ("Cleo", "Ben"):
        await on.types(who, "/ask", Ask("what is a mixture of experts?"))
    (helpless,) = await on.types("Cleo", "/ask", Ask("what is the difference between fine-tuning and RAG?"))
    await on.taps("Cleo", helpless, "Not helpful")
    (asked,) = await on.types("Ada", "/quiz", StartQuiz(PROMPTING, 3))
    (after,) = await on.taps("Ada", asked, "The learning rate it works at")
    await on.taps("Ada", after, "Report question 1")
    return await on.types("Tess", "/studyhall questions", ListConcerns())


async def review(on: Stage) -> Messages:
    await on.types("Ada", "/learn", LearnTerm("Overfitting"))
    (front,) = await on.types("Ada", "/review", Review())
    return await on.taps("Ada", front, "Reveal")


async def daily(on: Stage) -> Messages:
    await on.types("Ada", "/learn", LearnTerm(TRANSFER))
    await on.types("Ada", "/daily on", TurnDailyOn("18:00"))
    return await on.next_daily()


async def progress(on: Stage) -> Messages:
    """Nine weeks later, of which she studied most days."""
    await on.types("Ada", "/learn", LearnTerm(PROMPTING))
    for day in range(63):
        await on.passes(timedelta(days=1).total_seconds())
        for n in range(0 if day % 6 == 4 else 6 + 5 * day % 17):
            (shown,) = await on.types("Ada", "/review", Review())
            if "Reveal" not in shown.labels:
                break
            card = shown.button("Reveal")
            assert isinstance(card, RevealCard)
            rating: Rating = "again" if (day + n) % 7 == 0 else "good"
            await on.types("Ada", "/review", RateCard(card.card, card.reviews, rating))
    return await on.types("Ada", "/progress", ShowProgress())


ROUND = "Quiz: prompting-and-retrieval"
SCENES = (
    Scene(
        "answer",
        "`/ask` answers in sentences of the lessons, each with its source.",
        "An answer, its two sources under it, and buttons: show passage, simpler, deeper, example, follow up",
        answer,
    ),
    Scene(
        "refusal",
        "What the lessons do not say, it does not say either; it offers the nearest that there is.",
        "“The lessons do not say”, with three words of the glossary as buttons",
        refusal,
    ),
    Scene(
        "card",
        "`/define` shows a card of the glossary.",
        "The card of transfer learning: in short, an example, why it matters, how it works, related words",
        card,
    ),
    Scene(
        "lesson",
        "`/lesson` turns the pages of a lesson. What letters cannot show of a formula becomes a picture.",
        "A page on softmax: its formula as a picture, a table of three words with their probabilities",
        lesson,
        material=SOFTMAX,
    ),
    Scene(
        "quiz",
        "`/quiz` asks you alone, and says why an answer is right and where that stands.",
        "“Right”, the reason and its lesson, and under it the next question",
        quiz,
    ),
    Scene(
        "question",
        "`/quiz together: True` plays a round in a thread; whoever answers has joined.",
        "A question with four answers as buttons, and “The answer comes in 12 seconds”",
        question,
        ROUND,
    ),
    Scene(
        "outcome",
        "When the time is over, all see the answer and how they stand.",
        "The right answer, who had it, and a table of the points of three players",
        outcome,
        ROUND,
    ),
    Scene(
        "podium",
        "At the end the best are named, and each can take what they missed once more.",
        "Gold, silver and bronze with their points, and buttons: my missed ones, new round",
        podium,
        ROUND,
    ),
    Scene(
        "questions",
        "`/studyhall questions` shows a teacher what was asked in vain, did not help or was reported.",
        "Three lists of questions, with buttons that answer or dismiss each",
        concerns,
    ),
    Scene(
        "review",
        "`/review` brings cards back; one tap says how well you knew it, and when it returns.",
        "A card's question and answer, and buttons: Again, Hard, Good, Easy, each with its interval",
        review,
    ),
    Scene(
        "daily",
        "`/daily on` sends a direct message on each day on which something is due.",
        "“5 cards are waiting for you” and buttons: start, in 1 hour, not today, settings",
        daily,
        "@ Ada",
    ),
    Scene(
        "progress",
        "`/progress` shows how it goes.",
        "A picture: the streak, what was remembered, a calendar of reviews, cards by maturity, what is due",
        progress,
    ),
)


@dataclass(frozen=True, slots=True)
class Played:
    """`files` are what its messages show, by the name that each has in its message."""

    scene: Scene
    messages: Messages

    @property
    def json(self) -> str:
        told = [{"used": it.used, "at": it.at, "payload": it.payload} for it in self.messages]
        shown = {"place": self.scene.place, "messages": told}
        return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


async def played(data: Path) -> tuple[Played, ...]:
    """In a folder that the bot keeps its data in. Later scenes build on those before them."""
    found: dict[str, Played] = {}
    for number, material in enumerate(dict.fromkeys(it.material for it in SCENES)):
        async with stage(data / str(number), material) as on:
            for scene in SCENES:
                if scene.material == material:
                    found[scene.name] = Played(scene, await scene.play(on))
    return tuple(found[it.name] for it in SCENES)


def json_file(name: str) -> Path:
    return FOLDER / f"{name}.json"


def picture_file(name: str) -> Path:
    return FOLDER / f"{name}.png"
