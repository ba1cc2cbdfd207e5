"""What can go wrong between a person and the bot

knowledge.errors.StudyhallError
└── BotError
    ├── BadCommand        words that are no command, or not its arguments
    ├── StaleButton       a button whose conversation, round or lesson is gone or another space's
    ├── NothingToQuiz     the library holds nothing to make questions of
    ├── TooManyQuestions  more than a learner may ask in a minute
    └── WrongConfiguration   settings that cannot be: `str()` names every fault
"""

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


class WrongConfiguration(BotError):
    hint = "Mend the settings and start again."
