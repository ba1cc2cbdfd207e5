"""origin + settings -> whether they teach there; space -> its own library, and what is called so  (pure)"""

import re
from hashlib import sha256

from bot.models import Origin, SpaceId, SpaceSettings
from knowledge.models import LibraryId

OWN_TITLE = "This place's own lessons"
_SAID_APART = 8


def teaches(origin: Origin, settings: SpaceSettings) -> bool:
    """Whoever runs the place or bears its teachers' role; alone with the bot, everybody teaches."""
    bears_the_role = bool(settings.teacher_role) and settings.teacher_role in origin.roles
    return origin.direct or origin.manages or bears_the_role


def own_library(space: SpaceId) -> LibraryId:
    """The slug of what the space's teachers send: "discord:guild:42" -> "discord-guild-42". An id that is not
    told by that alone (capitals, other signs) has a digest behind it, so that no two spaces share one."""
    slug = re.sub(r"[^a-z0-9]+", "-", space.lower()).strip("-")
    if slug.replace("-", ":") == space:
        return LibraryId(slug)
    return LibraryId(f"{slug}-{sha256(space.encode()).hexdigest()[:_SAID_APART]}".lstrip("-"))
