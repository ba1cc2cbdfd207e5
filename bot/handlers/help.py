"""/help: nothing or a command's name -> what can be done"""

from bot.commands import Help
from bot.messages import help as words
from bot.models import Origin
from bot.replies import Reply


async def show_help(command: Help, origin: Origin) -> Reply:
    return words.about(command.about) if command.about.strip() else words.overview()
