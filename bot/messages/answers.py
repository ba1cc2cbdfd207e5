"""answer, passage, feedback -> Reply"""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from bot.commands import (
    Define,
    FollowUp,
    GiveFeedback,
    ReadLesson,
    Reword,
    SaveAnswer,
    ShowPassage,
    StartQuiz,
)
from bot.markup import parts_of, with_formulas, with_mark
from bot.models import Turn
from bot.replies import (
    Bullets,
    Button,
    Footnote,
    Heading,
    Paragraph,
    Part,
    Quote,
    Reply,
    Span,
    Text,
    paragraph,
    plain,
)
from knowledge.models import Answer, Chunk, Citation, HeadingPath, Level, Sentence, Suggestion

_OPENING = 6
SILENT = "The lessons do not say."
UNREADABLE = Reply((paragraph("I cannot see the words of that reply. Ping me with your question."),))
TOLD_PRIVATELY = Reply((paragraph("Only the one who asked sees the answer.", "quiet"),))
_LEVELS: dict[Level, str] = {"simpler": "Simpler", "deeper": "Deeper", "example": "Example"}


def growing(answer: Answer, *, private: bool) -> Reply:
    """What stands of an answer so far."""
    return Reply(_sentences(answer), _footnotes(answer), private=private, partial=True)


def answered(turn: Turn, *, private: bool) -> Reply:
    """The whole answer with its sources, and what can be done with it."""
    answer = turn.answer
    if answer.abstained:
        return _silent(answer, private=private)
    told = _by_section(answer) if _has_sections(answer) else _sentences(answer)
    buttons = _buttons(turn, private)
    return Reply((*told, *_remark(answer)), _footnotes(answer), buttons, private=private)


def passage(citation: Citation, chunk: Chunk | None, *, private: bool) -> Reply:
    """The passage as its lesson has it, the quoted words marked; the quote alone where it is gone."""
    title = Heading(plain(" › ".join((citation.title, *citation.heading))), 1)
    footnote = Footnote(citation.n, citation.title, citation.heading, citation.url)
    if chunk is None:
        gone = paragraph("The lesson has changed since. This is what the answer stood on:", "quiet")
        return Reply((title, gone, Quote((Span(citation.quote, "mark"),))), (footnote,), private=private)
    parts = _marked(parts_of(chunk.text), citation.quote)
    return Reply((title, *parts), (footnote,), private=private)


def asked_in_thread(question: str) -> Reply:
    """What stands in the channel, above the thread in which the question is answered."""
    invitation = paragraph("Answered in the thread. Ping me or reply to me there to ask on.", "quiet")
    return Reply((Quote(plain(question)), invitation))


def thanked(helpful: bool) -> Reply:
    words = "Thank you, noted." if helpful else "Thank you, noted. Your teacher sees what did not help."
    return Reply((paragraph(words),), private=True)


def _marked(parts: tuple[Part, ...], quote: str) -> tuple[Part, ...]:
    """Where the quote does not stand in one piece it is shown above the passage."""
    marked = with_mark(parts, quote)
    return marked if marked != parts or not quote else (Quote((Span(quote, "mark"),)), *parts)


def _has_sections(answer: Answer) -> bool:
    """Whether whole sections of the library are told: a model's words, and few sentences, run on."""
    return answer.level in ("deeper", "example") and answer.composer != "model" and len(answer.citations) > 1


def _by_section(answer: Answer) -> tuple[Part, ...]:
    """Under the headings that its sources have."""
    sources = {citation.n: citation for citation in answer.citations}
    found: list[Part] = []
    for name, group in groupby(answer.sentences, key=lambda one: _section(sources[one.citations[0]])):
        found += [Heading(plain(name), 3), *_sentences(replace(answer, sentences=tuple(group)))]
    return tuple(found)


def _section(citation: Citation) -> str:
    if not citation.heading:
        return citation.title
    last = citation.heading[-1]
    return last if citation.title in last else f"{citation.title}: {last}"


def _sentences(answer: Answer) -> tuple[Part, ...]:
    """Prose run together into paragraphs, items and steps as lists."""
    found: list[Part] = []
    for kind, group in groupby(answer.sentences, key=lambda sentence: sentence.kind):
        lines = [_sentence(sentence) for sentence in group]
        if kind == "prose":
            found.append(Paragraph(tuple(span for line in lines for span in (*line, Span(" ")))[:-1]))
        else:
            found.append(Bullets(tuple(lines), numbered=kind == "step"))
    return tuple(found)


def _sentence(sentence: Sentence) -> Text:
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return (*with_formulas(sentence.text), Span(" "), Span(marks, "mark"))


def _footnotes(answer: Answer) -> tuple[Footnote, ...]:
    """Two passages of one section are told apart by how they begin."""
    used = {n for sentence in answer.sentences for n in sentence.citations}
    cited = [one for one in answer.citations if one.n in used]
    sections = Counter((one.title, one.heading) for one in cited)
    return tuple(
        Footnote(
            one.n, one.title, _apart(one) if sections[one.title, one.heading] > 1 else one.heading, one.url
        )
        for one in cited
    )


def _apart(cited: Citation) -> HeadingPath:
    words = cited.quote.split()
    cut = " …" if len(words) > _OPENING else ""
    return (*cited.heading, f"“{' '.join(words[:_OPENING])}{cut}”") if words else cited.heading


def _remark(answer: Answer) -> tuple[Part, ...]:
    return (paragraph(answer.remark, "quiet"),) if answer.remark else ()


def _buttons(turn: Turn, private: bool) -> tuple[tuple[Button, ...], ...]:
    at = turn.conversation, turn.n
    shown = tuple(
        Button(f"Show passage {note.n}", ShowPassage(*at, note.n)) for note in _footnotes(turn.answer)
    )
    otherwise = tuple(
        Button(label, Reword(*at, level, private))
        for level, label in _LEVELS.items()
        if level != turn.answer.level
    )
    thumbs = (
        Button("Helpful", GiveFeedback(*at, True), emoji="👍"),
        Button("Not helpful", GiveFeedback(*at, False), emoji="👎"),
    )
    on = Button("Follow up", FollowUp(turn.conversation, private), "primary")
    quiz = Button("Quiz me on this", StartQuiz(turn.answer.citations[0].title), "primary")
    save = Button("Save as card", SaveAnswer(*at))
    return (shown[:5], (*otherwise, on), (*thumbs, quiz, save))


def _silent(answer: Answer, *, private: bool) -> Reply:
    silent = answer.remark or SILENT
    if not answer.suggestions:
        more = paragraph("Try other words, or /lessons to see what there is.", "quiet")
        return Reply((paragraph(silent), more), private=private)
    near = Bullets(tuple(plain(_named(one)) for one in answer.suggestions))
    buttons = tuple(Button(one.title, _open(one)) for one in answer.suggestions)
    return Reply((paragraph(f"{silent} The nearest that I have:"), near), (), (buttons,), private)


def _named(suggestion: Suggestion) -> str:
    return f"{suggestion.title} ({suggestion.kind})"


def _open(suggestion: Suggestion) -> Define | ReadLesson:
    return Define(suggestion.title) if suggestion.kind == "term" else ReadLesson(suggestion.source)
