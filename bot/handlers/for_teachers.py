"""what only those may do who teach in a space -> refused to all others"""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import NotTheTeacher
from bot.models import Origin
from bot.ports import StudyRecord
from bot.replies import Reply
from bot.teaching import teaches

ForTeachers = Callable[[Any, Origin], Awaitable[Reply]]


async def for_teachers(handler: ForTeachers, command: Any, origin: Origin, *, record: StudyRecord) -> Reply:
    if not teaches(origin, await record.settings(origin.space)):
        raise NotTheTeacher("Only those who teach here can do that.")
    return await handler(command, origin)
