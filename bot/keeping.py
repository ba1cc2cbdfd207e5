"""how long what is kept"""

from datetime import timedelta

CONVERSATIONS = timedelta(days=30)
"""After the last turn."""

SPENDING = timedelta(days=30)

LEFT_SPACES = timedelta(days=30)
"""After the bot was removed: one that was taken away by mistake has lost nothing when it is back."""
