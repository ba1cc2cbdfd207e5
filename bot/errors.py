"""What can go wrong between a person and the bot

knowledge.errors.StudyhallError
└── BotError
    ├── BadCommand        words that are no command, or not its arguments
    ├── StaleButton       a button whose conversation, round or lesson is gone or another space's
    ├── NothingToQuiz     the library holds nothing to make questions of
    ├── TooManyQuestions  more than a learner may ask in a minute
    ├── NotTheTeacher     what only those may do who run the place
    ├── RoundUnderWay     another round is played together in that channel
    ├── NotTogether       a round together where there is nobody to play with
    ├── UnusableMaterial  files that cannot be taken in; the message says which and why
    ├── Undeliverable     the platform did not take a message
    │   ├── NotPermitted      the bot lacks a right there; the hint says who can give which
    │   ├── Gone              the channel, the message or the interaction is not there any more
    │   ├── Unwelcome         that person takes no direct messages from the bot
    │   └── PlatformDown      it does not answer well: nobody knows whether it took the message
    │       └── Unsent            it was not reached, or asks for a pause: it took nothing
    └── WrongConfiguration   settings that cannot be: `str()` names every fault
"""

from datetime import timedelta

from knowledge.errors import StudyhallError


class BotError(StudyhallError):
    pass


class BadCommand(BotError):
    hint = "Type /help to see what I understand."


class StaleButton(BotError):
    hint = "Ask or start again; that one has passed."


class NothingToQuiz(BotError):
    hint = "Try /quiz without a topic, or /lessons to see what there is."


class TooManyQuestions(BotError):
    hint = "Nothing is lost; what you have read and answered stands."


class NotTheTeacher(BotError):
    hint = "Ask somebody who manages this place, or who bears its teachers' role."


class RoundUnderWay(BotError):
    hint = "Join that one by answering, or wait until it has ended."


class NotTogether(BotError):
    hint = "Type /quiz without “together” to play alone."


class UnusableMaterial(BotError):
    hint = "Send Markdown lessons, a glossary in Markdown, CSV, YAML or JSON, an Anki deck, or a zip of them."


class Undeliverable(BotError):
    hint = "Try again in a while."


class NotPermitted(Undeliverable):
    hint = "Ask somebody who manages this place to give me that right."


class Gone(Undeliverable):
    hint = "Start again; that one has passed."


class Unwelcome(Undeliverable):
    hint = "Allow direct messages from this server's members, then try again."


class PlatformDown(Undeliverable):
    hint = "Nothing is lost; try again in a minute."


class Unsent(PlatformDown):
    """`pause` is for how long nothing should be sent."""

    def __init__(self, message: str, *, hint: str = "", pause: timedelta = timedelta(seconds=15)) -> None:
        super().__init__(message, hint=hint)
        self.pause = pause


class WrongConfiguration(BotError):
    hint = "Mend the settings and start again."
