"""the bot was let into a server -> what those who run it should know"""

from bot.commands import Help, ListLibraries, ShowSettings
from bot.replies import Bullets, Button, Heading, Reply, Span, Text, paragraph, plain


def welcome(*, kept_days: int, deleted_after_days: int) -> Reply:
    """One message: what the bot does, what it stores and for how long, what to do next."""
    return Reply(
        (
            Heading(plain("Studyhall is here"), 1),
            paragraph(
                "I answer questions from your own lessons and show where each sentence stands, or say that"
                " they do not say. Learners use /ask, /define, /lesson and /quiz."
            ),
            Heading(plain("What to do next"), 2),
            Bullets(
                (
                    _step("/library add", "sends me your lessons and your glossary."),
                    _step("/library list", "shows what is studied here, and changes it."),
                    _step("/studyhall settings", "says who teaches here, and who sees an answer."),
                    _step("/studyhall questions", "shows what I could not answer, for you to answer."),
                ),
                numbered=True,
            ),
            Heading(plain("What I keep"), 2),
            Bullets(
                (
                    plain(
                        f"Questions asked of me with their answers, for {kept_days} days after"
                        " a conversation's last one; I read no other messages."
                    ),
                    plain("Quizzes, what each learner has read, their cards, and what you send as lessons."),
                    plain(
                        "When you remove me, all of this server's data is deleted after"
                        f" {deleted_after_days} days; the cards that learners made stay theirs."
                    ),
                )
            ),
        ),
        buttons=(
            (
                Button("Libraries", ListLibraries(), "primary"),
                Button("Settings", ShowSettings()),
                Button("What learners can do", Help()),
            ),
        ),
        private=True,
    )


def _step(command: str, does: str) -> Text:
    return (Span(command, "code"), Span(f" {does}"))
