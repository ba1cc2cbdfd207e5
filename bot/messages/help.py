"""what can be asked of the bot -> Reply"""

from dataclasses import dataclass

from bot.errors import BadCommand
from bot.replies import Bullets, Heading, Paragraph, Part, Reply, Span, paragraph, plain


@dataclass(frozen=True, slots=True)
class Topic:
    """One command as it is typed. `example` is a whole line; `teachers` where it is theirs alone."""

    name: str
    usage: str
    about: str
    example: str
    more: str = ""
    teachers: bool = False


TOPICS = (
    Topic(
        "ask",
        "/ask QUESTION",
        "an answer out of the lessons, with its sources",
        "/ask why does transfer learning need less data?",
        "Where the lessons do not say, I tell you so. Ask on with “and why is that?”. "
        "/ask --lesson SLUG QUESTION keeps to one lesson.",
    ),
    Topic(
        "simpler",
        "/simpler [QUESTION]",
        "the last answer in short, or a question answered so",
        "/simpler",
    ),
    Topic(
        "deeper",
        "/deeper [QUESTION]",
        "the last answer with more of its sections, or a question answered so",
        "/deeper what is fine-tuning?",
    ),
    Topic(
        "example",
        "/example [QUESTION]",
        "an example of what the last answer is about, or of what you name",
        "/example overfitting",
    ),
    Topic(
        "source",
        "/source N",
        "the passage that mark [N] of the last answer stands on",
        "/source 1",
    ),
    Topic(
        "define",
        "/define WORD",
        "a word of the glossary",
        "/define fine-tuning",
        "Abbreviations, plurals and slips of the hand are understood.",
    ),
    Topic("lessons", "/lessons", "all lessons, by track", "/lessons"),
    Topic(
        "lesson",
        "/lesson NAME",
        "a lesson, one section at a time",
        "/lesson transfer-learning",
        "Its first letters are enough where no other lesson begins so.",
    ),
    Topic(
        "quiz",
        "/quiz [TOPIC] [COUNT]",
        "questions on a lesson, a term or everything",
        "/quiz fine-tuning 5",
        "Answer with a letter, or type the answer where there are no options. /stop ends it.",
    ),
    Topic(
        "review",
        "/review [undo | aside]",
        "the cards that are due, one at a time",
        "/review",
        "Reveal the answer, then say how well you remembered it: that decides when it comes back. "
        "/review undo takes the last rating of today back, /review aside shows what you set aside for good.",
    ),
    Topic(
        "learn",
        "/learn NAME",
        "a word, a lesson or a track becomes cards",
        "/learn fine-tuning",
        "What you miss in a quiz becomes a card by itself, and an answer with “Save as card”.",
    ),
    Topic(
        "daily",
        "/daily [on TIME ZONE | off | settings …]",
        "a direct message each day on which cards are due",
        "/daily on 8:30 Europe/Berlin",
        "/daily settings new=5 reviews=50 retention=90 zone=Europe/Berlin says how much you want of a day.",
    ),
    Topic(
        "pause",
        "/pause [DATE]",
        "holidays: no message, and no day counts as missed",
        "/pause 2026-12-24",
        "The date is the day on which you are back; without one the pause ends.",
    ),
    Topic(
        "progress",
        "/progress",
        "a year of reviews, what you remember, what is due",
        "/progress",
        "A picture where one can be shown, else the same in words.",
    ),
    Topic(
        "streak",
        "/streak",
        "your days in a row",
        "/streak",
        "One missed day a week is forgiven, and a pause ends nothing.",
    ),
    Topic(
        "leaderboard",
        "/leaderboard [join | leave]",
        "who reviewed most here this week",
        "/leaderboard join",
        "Reviews given here, or of cards that began here. Only those who joined are named.",
    ),
    Topic(
        "link",
        "/link [CODE]",
        "use me on two platforms as one learner",
        "/link K7MQ-4XZR",
        "Type /link on the one for a code, and the code on the other: your cards and reviews become one.",
    ),
    Topic(
        "mydata",
        "/mydata [export | delete]",
        "take along all that I hold of you, or have it deleted",
        "/mydata export",
        "Your cards also come as a deck for Anki, and your reviews as CSV. Before anything is deleted I ask.",
    ),
    Topic("help", "/help [COMMAND]", "this list, or more about one command", "/help quiz"),
    Topic(
        "studyhall settings",
        "/studyhall settings [private on|off]",
        "who sees answers, who teaches, what is studied",
        "/studyhall settings private on",
        teachers=True,
    ),
    Topic(
        "studyhall questions",
        "/studyhall questions",
        "what I could not answer, what did not help, what was reported",
        "/studyhall questions",
        "Answer a question, and your answer becomes part of the lessons here.",
        teachers=True,
    ),
    Topic(
        "studyhall class",
        "/studyhall class [csv]",
        "what is forgotten most, and how much is reviewed",
        "/studyhall class",
        "Nobody is named who did not agree. In the terminal /class does it too.",
        teachers=True,
    ),
    Topic(
        "library",
        "/library [study SLUG | leave SLUG | add PATH…]",
        "the libraries studied here, and lessons of your own",
        "/library add lessons.zip",
        "What you add is studied in this place alone.",
        teachers=True,
    ),
)


def overview() -> Reply:
    parts: tuple[Part, ...] = (
        Heading(plain("What you can do here"), 1),
        _listed(teachers=False),
        Heading(plain("What teachers can do"), 2),
        _listed(teachers=True),
        paragraph("Without a command, what you write is a question.", "quiet"),
    )
    return Reply(parts, private=True)


def _listed(*, teachers: bool) -> Bullets:
    shown = [topic for topic in TOPICS if topic.teachers == teachers]
    return Bullets(tuple((Span(topic.usage, "code"), Span(f"  {topic.about}")) for topic in shown))


def about(name: str) -> Reply:
    wanted = name.strip().removeprefix("/").casefold()
    found = [topic for topic in TOPICS if wanted in (topic.name, topic.name.partition(" ")[0])]
    if found:
        return Reply(tuple(part for topic in found for part in _topic(topic)), private=True)
    raise BadCommand(f"There is no command called “{name.strip()}”.")


def _topic(topic: Topic) -> tuple[Part, ...]:
    more = (paragraph(topic.more),) if topic.more else ()
    return (
        Paragraph((Span(topic.usage, "code"), Span(f"  {topic.about}."))),
        *more,
        Paragraph((Span("For example: "), Span(topic.example, "code"))),
    )
