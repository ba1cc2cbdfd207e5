"""the machine -> the time and chance"""

import secrets
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemDice:
    def seed(self) -> int:
        return secrets.randbelow(2**31)
