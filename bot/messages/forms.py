"""a form, where a platform has none: the next line is the words -> Reply"""

from bot.forms import Form
from bot.replies import Paragraph, Part, Reply, Span, paragraph


def asked_for(form: Form) -> Reply:
    advice = (paragraph(form.placeholder, "quiet"),) if form.placeholder else ()
    parts: tuple[Part, ...] = (
        Paragraph((Span(f"{form.title}: ", "bold"), Span(form.label[:1].lower() + form.label[1:] + "."))),
        *advice,
        paragraph("Your next line is taken for it. An empty line, or /stop, leaves it as it was.", "quiet"),
    )
    return Reply(parts, private=True)


def dropped() -> Reply:
    return Reply((paragraph("Left as it was.", "quiet"),), private=True)
