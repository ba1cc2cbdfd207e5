"""text -> its length as Discord counts it, and the most that Discord takes of everything  (pure)

Sources: the Discord developer documentation, pages "Components Reference" and "Message Resource", and
Discord's OpenAPI description of API v10.
"""

from typing import Final

COMPONENTS: Final = 40
"""In one message, nested ones counted (Components Reference, on the flag IS_COMPONENTS_V2)."""
TEXT: Final = 4000
"""Characters in all text displays of one message together (Components Reference, Text Display)."""
BUTTONS_A_ROW: Final = 5
"""Components Reference, Action Row."""
ROWS: Final = 5
"""Ours: V2 would take more rows, but nobody reads them."""
LABEL: Final = 80
"""Components Reference, Button."""
CUSTOM_ID: Final = 100
"""Components Reference, Anatomy of a Component."""
ALT: Final = 1024
"""OpenAPI, MediaGalleryItemRequest.description."""
PICTURES: Final = 9
"""OpenAPI takes 10 attachments a message; each picture of ours is an attachment and a gallery of its own."""
UPLOAD: Final = 10 * 1024 * 1024
"""Bytes of a file, in a place without boosts (API Reference, Uploading Files)."""
UPLOADS: Final = 24 * 1024 * 1024
"""Of all files of a reply: a request may have 25 MiB (API Reference, Uploading Files)."""
FILE_NAME: Final = 100
"""Ours."""
MESSAGES: Final = 5
"""Follow-ups that an interaction may have where the app is only user-installed (Receiving and Responding)."""
LINK: Final = 512
"""OpenAPI, ButtonComponentForMessageRequest.url; longer addresses are left out of text too."""
MODAL_TITLE: Final = 45
"""OpenAPI, ModalInteractionCallbackRequestData.title; a label's text has as many."""
TEXT_INPUT: Final = 4000
"""Components Reference, Text Input."""
CHOICES: Final = 25
"""Application Commands, Autocomplete."""
CHOICE: Final = 100
"""Application Command Option Choice: name and value."""
QUESTION: Final = 2000
"""Ours, as the handler has it; Discord takes 6000 in a string option."""
THREAD_NAME: Final = 100
"""Channels Resource, name."""


def size(text: str) -> int:
    """In UTF-16 code units: never less than the characters that any part of Discord counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """At most `longest` long, ending in "…" where something was left out."""
    if size(text) <= longest:
        return text
    return text.encode("utf-16-le")[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"
