"""the commands that can be typed, and how they are on each platform  (pure)"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """How a command is typed: a whole line as an example, and what else can be said with it."""

    usage: str
    example: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One command. `usage`, `example` and `also` are of where it is typed as a line of text, `discord` of
    where it has options to fill in: None where both are one. `more` holds everywhere. What stands between
    backquotes is typed. `teachers` where it is theirs alone."""

    name: str
    usage: str
    about: str
    example: str
    more: str = ""
    also: str = ""
    discord: Typed | None = None
    teachers: bool = False

    def on(self, platform: str) -> Typed:
        if platform == "discord" and self.discord is not None:
            return self.discord
        return Typed(self.usage, self.example, self.also)


TOPICS = (
    Topic(
        "ask",
        "/ask QUESTION",
        "an answer out of the lessons, with its sources",
        "/ask why does transfer learning need less data?",
        "Where the lessons do not say, I tell you so. Ask on with “and why is that?”.",
        "`/ask --lesson SLUG QUESTION` keeps to one lesson.",
        Typed(
            "/ask question: …",
            "/ask question: why does transfer learning need less data?",
            "`private: True` shows the answer to you alone, `thread: True` opens a thread to ask on in, "
            "`lesson: …` keeps to one lesson.",
        ),
    ),
    Topic(
        "simpler",
        "/simpler [QUESTION]",
        "the last answer in short, or a question answered so",
        "/simpler",
        discord=Typed("/simpler [question: …]", "/simpler"),
    ),
    Topic(
        "deeper",
        "/deeper [QUESTION]",
        "the last answer with more of its sections, or a question answered so",
        "/deeper what is fine-tuning?",
        discord=Typed("/deeper [question: …]", "/deeper question: what is fine-tuning?"),
    ),
    Topic(
        "example",
        "/example [QUESTION]",
        "an example of what the last answer is about, or of what you name",
        "/example overfitting",
        discord=Typed("/example [question: …]", "/example question: overfitting"),
    ),
    Topic(
        "source",
        "/source N",
        "the passage that mark [N] of the last answer stands on",
        "/source 1",
        discord=Typed("/source number: N", "/source number: 1"),
    ),
    Topic(
        "define",
        "/define WORD",
        "a word of the glossary",
        "/define fine-tuning",
        "Abbreviations, plurals and typos are understood.",
        discord=Typed("/define word: …", "/define word: fine-tuning"),
    ),
    Topic("lessons", "/lessons", "all lessons, by track", "/lessons"),
    Topic(
        "lesson",
        "/lesson NAME",
        "a lesson, one section at a time",
        "/lesson transfer-learning",
        "Its first letters are enough where no other lesson begins so.",
        discord=Typed("/lesson name: …", "/lesson name: transfer-learning"),
    ),
    Topic(
        "quiz",
        "/quiz [TOPIC] [COUNT]",
        "questions on a lesson, a term or everything",
        "/quiz fine-tuning 5",
        also="Answer with a letter, or type the answer where there are no options. `/stop` ends it.",
        discord=Typed(
            "/quiz [topic: …] [count: …]",
            "/quiz topic: fine-tuning count: 5",
            "Tap an answer, or “Type your answer” where there are no options; “Stop” ends it. "
            "`together: True` plays a round in a thread, which you join by answering; "
            "`seconds: 30` is how long each question then stays open.",
        ),
    ),
    Topic(
        "review",
        "/review [undo | aside]",
        "the cards that are due, one at a time",
        "/review",
        "Reveal the answer, then say how well you remembered it: that decides when it comes back.",
        "`/review undo` takes your last rating of today back, `/review aside` shows what you set aside for "
        "good.",
        Typed(
            "/review",
            "/review",
            "`undo: True` takes your last rating of today back, `aside: True` shows what you set aside for "
            "good.",
        ),
    ),
    Topic(
        "learn",
        "/learn NAME",
        "a word, a lesson or a track becomes cards",
        "/learn fine-tuning",
        "What you miss in a quiz becomes a card by itself, and an answer with “Save as card”.",
        discord=Typed("/learn name: …", "/learn name: fine-tuning"),
    ),
    Topic(
        "daily",
        "/daily [on TIME ZONE | off | settings …]",
        "a direct message each day on which cards are due",
        "/daily on 8:30 Europe/Berlin",
        also="`/daily settings new=5 reviews=50` says how much you want of a day; `retention=90` is how many "
        "of a hundred you want to remember. `/daily` alone shows what you chose.",
        discord=Typed(
            "/daily on | off | settings",
            "/daily on at: 8:30 zone: Europe/Berlin",
            "`/daily settings new: 5 reviews: 50` says how much you want of a day; `retention: 90` is how "
            "many of a hundred you want to remember. `/daily settings` alone shows what you chose.",
        ),
    ),
    Topic(
        "pause",
        "/pause [DATE]",
        "holidays: no message, and no day counts as missed",
        "/pause 2026-12-24",
        "The date is the day on which you are back; without one the pause ends.",
        discord=Typed("/pause [until: …]", "/pause until: 2026-12-24"),
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
        discord=Typed(
            "/leaderboard [join: …]",
            "/leaderboard join: True",
            "`join: True` names you too, `join: False` takes you off.",
        ),
    ),
    Topic(
        "link",
        "/link [CODE]",
        "use me on two platforms as one learner",
        "/link K7MQ-4XZR",
        "Type `/link` on the one for a code, and the code on the other: your cards and reviews become one.",
        discord=Typed("/link [code: …]", "/link code: K7MQ-4XZR"),
    ),
    Topic(
        "mydata",
        "/mydata export | delete",
        "take along all that I hold of you, or have it deleted",
        "/mydata export",
        "Your cards also come as a deck for Anki, and your reviews as CSV. Before anything is deleted I ask.",
    ),
    Topic(
        "help",
        "/help [COMMAND]",
        "this list, or more about one command",
        "/help quiz",
        discord=Typed("/help [command: …]", "/help command: quiz"),
    ),
    Topic(
        "studyhall settings",
        "/studyhall settings [private on|off]",
        "who sees answers, who teaches, what is studied",
        "/studyhall settings private on",
        discord=Typed(
            "/studyhall settings [private_answers: …] [teachers: …]",
            "/studyhall settings private_answers: True",
            "`teachers: …` is the role whose members may do all this too.",
        ),
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
        "Nobody is named who did not agree.",
        "`/class` does it too.",
        Typed(
            "/studyhall class [csv: True]",
            "/studyhall class",
            "`csv: True` gives it for a table program.",
        ),
        teachers=True,
    ),
    Topic(
        "library",
        "/library [study SLUG | leave SLUG | add PATH…]",
        "the libraries studied here, and lessons of your own",
        "/library add lessons.zip",
        "What you add is studied in this place alone.",
        discord=Typed(
            "/library list | study | leave | add",
            "/library add file: lessons.zip",
            "`/library list` shows all, with buttons. `/library add` takes up to five files at once.",
        ),
        teachers=True,
    ),
)
