"""a loopback Discord for the real discord.py: simcord's state behind real HTTPS and a real gateway"""

from tests.fakes.discord_wire.api import complaints
from tests.fakes.discord_wire.complaining import Complaint, Violation, form_errors
from tests.fakes.discord_wire.exchange import Exchange, Said
from tests.fakes.discord_wire.shown import Control, Shown
from tests.fakes.discord_wire.wire import DiscordWire

__all__ = [
    "Complaint",
    "Control",
    "DiscordWire",
    "Exchange",
    "Said",
    "Shown",
    "Violation",
    "complaints",
    "form_errors",
]
