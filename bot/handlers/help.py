"""/help: nothing or a command's name -> what can be done, as it is typed there"""

from bot.commands import Help
from bot.messages import help as words
from bot.models import Origin
from bot.replies import Reply


async def show_help(command: Help, origin: Origin) -> Reply:
    platform = origin.identity.platform
    return words.about(command.about, platform) if command.about.strip() else words.overview(platform)
