"""What the bot needs of the outside: Clock, Dice, Messenger, Intake, StudyRecord

Every adapter and every fake passes the same contract in tests/contracts.
"""

from bot.ports.outside import Clock, Dice, Direct, Intake, Messenger, Taken
from bot.ports.record import StudyRecord

__all__ = ["Clock", "Dice", "Direct", "Intake", "Messenger", "StudyRecord", "Taken"]
