"""what a space chose -> Reply"""

from collections.abc import Sequence

from bot.commands import ChangeSettings, ListConcerns, ListLibraries
from bot.models import SpaceSettings
from bot.replies import Bullets, Button, Heading, Part, Reply, Span, Text, paragraph, plain
from knowledge.models import Library


def shown(settings: SpaceSettings, studied: Sequence[Library], *, saved: bool = False) -> Reply:
    lines = (
        _line(
            "Answers",
            "only the one who asks sees them" if settings.private_answers else "everybody sees them",
        ),
        _line("Who teaches", _teachers(settings.teacher_role)),
        _line("What is studied", ", ".join(it.title for it in studied) or "nothing yet"),
    )
    parts: tuple[Part, ...] = (
        *((paragraph("Saved.", "good"),) if saved else ()),
        Heading(plain("Settings of this place"), 1),
        Bullets(lines),
        paragraph("Whoever asks may still choose who sees the answer.", "quiet"),
    )
    return Reply(parts, buttons=((_toggle(settings), *_ways_on()),), private=True)


def _line(name: str, value: str) -> Text:
    return (Span(f"{name}: ", "bold"), Span(value))


def _teachers(role: str) -> str:
    return "whoever manages this place" + (", and all who have its teachers' role" if role else "")


def _toggle(settings: SpaceSettings) -> Button:
    label = "Show answers to everybody" if settings.private_answers else "Keep answers private"
    return Button(label, ChangeSettings(private_answers=not settings.private_answers), "primary")


def _ways_on() -> tuple[Button, ...]:
    return Button("Libraries", ListLibraries()), Button("Open questions", ListConcerns())
