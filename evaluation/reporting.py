"""figures, thresholds, failures -> a table in plain words, or JSON  (pure)"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.figures import MEANINGS, Figure, Figures
from evaluation.thresholds import Reached, as_json
from evaluation.verdicts import Verdict
from knowledge.models import Passage

_SHOWN_PASSAGES = 3
_SHOWN_TEXT = 200

FAILINGS: Mapping[str, str] = {
    "silent": "not answered",
    "untold": "answered without the expected words",
    "elsewhere": "answered from another source",
    "unasked": "answered, though the lessons do not hold it",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failures` is how many of the failed questions are told one by one."""

    libraries: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    figures: Figures
    reached: tuple[Reached, ...] = ()
    failures: int = 20

    @property
    def met(self) -> bool:
        return all(one.met for one in self.reached)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.verdicts if not one.right)


def as_text(outcome: Outcome) -> str:
    return "\n".join([*_head(outcome), "", *_table(outcome), *_failures(outcome), *_thresholds(outcome)])


def told_in_json(outcome: Outcome) -> dict[str, object]:
    held = sum(one.asked.answerable for one in outcome.verdicts)
    return {
        "libraries": list(outcome.libraries),
        "questions": {"answerable": held, "not_answerable": len(outcome.verdicts) - held},
        "figures": figures_in_json(outcome.figures),
        "seconds": {"p50": round(outcome.figures.p50, 4), "p95": round(outcome.figures.p95, 4)},
        "failed": dict(Counter(one.failing for one in outcome.failed)),
        "failures": [failure_in_json(one) for one in outcome.failed[: outcome.failures]],
        "at_least": as_json(outcome.reached),
        "met": outcome.met,
    }


def figures_in_json(figures: Figures) -> dict[str, object]:
    """None where no question measures it."""
    return {
        name: {"value": round(figure.value, 4) if figure.measured else None, "of": figure.of}
        for name, figure in figures.figures.items()
    }


def failure_in_json(verdict: Verdict) -> dict[str, object]:
    asked, reply = verdict.asked, verdict.reply
    return {
        "line": asked.line,
        "id": asked.id,
        "question": asked.question,
        "failing": verdict.failing,
        "expected": {
            "answerable": asked.answerable,
            "source": list(asked.sources),
            "heading": asked.heading,
            "answers": list(asked.answers),
        },
        "answer": reply.answer.text,
        "cited": list(dict.fromkeys(one.source for one in reply.answer.citations)),
        "passages": [{"source": it.chunk.source, "heading": list(it.chunk.heading)} for it in _best(verdict)],
        "source_rank": verdict.source_rank,
        "words_rank": verdict.words_rank,
    }


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def failure_lines(verdict: Verdict) -> Iterator[str]:
    """The question, what was expected, what came."""
    asked = verdict.asked
    yield f"line {asked.line}{f' ({asked.id})' if asked.id else ''}: {asked.question}"
    yield f"    expected  {_expected(verdict)}"
    yield f"    came      {_came(verdict)}"
    if asked.answerable:
        yield f"    found     {_found(verdict)}"


def _head(outcome: Outcome) -> Iterator[str]:
    held = sum(one.asked.answerable for one in outcome.verdicts)
    asked = _many(len(outcome.verdicts), "question")
    of = ", ".join(f"“{slug}”" for slug in outcome.libraries)
    foreign = len(outcome.verdicts) - held
    yield f"{asked} asked of {of}: {held} that the lessons answer, {foreign} that they do not."


def _table(outcome: Outcome) -> Iterator[str]:
    for figure in outcome.figures.figures.values():
        if figure.measured:
            shown = f"{figure.value:.3f}" if figure.name == "mrr" else percent(figure.value)
            yield f"{figure.name:<19} {shown:>7}  {_of(figure):<10} {MEANINGS[figure.name]}"
    p50, p95 = outcome.figures.p50, outcome.figures.p95
    slowest = f"half of the answers took at most so long; 95 of 100 at most {p95:.3f}"
    yield f"{'seconds':<19} {p50:>7.3f}  {'':<10} {slowest}"


def _of(figure: Figure) -> str:
    return f"of {figure.of:,}"


def _failures(outcome: Outcome) -> Iterator[str]:
    failed = outcome.failed
    if not failed:
        yield "\nNo question failed."
        return
    kinds = Counter[str](one.failing for one in failed)
    told = ", ".join(f"{kinds[kind]:,} {words}" for kind, words in FAILINGS.items() if kinds[kind])
    yield f"\n{_many(len(failed), 'question')} failed: {told}."
    for one in failed[: outcome.failures]:
        yield ""
        yield from failure_lines(one)
    hidden = len(failed) - outcome.failures
    if hidden > 0:
        yield f"\nand {hidden:,} more; --failures {len(failed)} shows them all."


def _thresholds(outcome: Outcome) -> Iterator[str]:
    if outcome.reached:
        yield ""
    for one in outcome.reached:
        got = percent(one.value) if one.value == one.value else "no question measures it"
        said = "reached" if one.met else "NOT reached"
        yield f"{said}: {one.wanted.name} at least {percent(one.wanted.least)}, and it is {got}"


def _expected(verdict: Verdict) -> str:
    asked = verdict.asked
    if not asked.answerable:
        return "no answer: the lessons do not hold it"
    words = " or ".join(f"“{one}”" for one in asked.answers)
    source = " or ".join(asked.sources) + (f" › {asked.heading}" if asked.heading else "")
    return ", from ".join(part for part in (words, source) if part) or "an answer"


def _came(verdict: Verdict) -> str:
    answer = verdict.reply.answer
    if answer.abstained:
        why = f" ({'; '.join(answer.reasons)})" if answer.reasons else ""
        return f"no answer{why}"
    cited = ", ".join(dict.fromkeys(one.source for one in answer.citations))
    return f"from {cited}: {_short(answer.text)}"


def _found(verdict: Verdict) -> str:
    listed = "; ".join(" › ".join((it.chunk.title, *it.chunk.heading)) for it in _best(verdict))
    places = {"expected words": verdict.words_rank, "expected source": verdict.source_rank}
    told = "".join(f"; {what} {_place(place)}" for what, place in places.items() if place is not None)
    return f"{listed or 'nothing'}{told}"


def _place(place: int) -> str:
    return f"in passage {place}" if place else "in no passage"


def _best(verdict: Verdict) -> Sequence[Passage]:
    return verdict.reply.passages[:_SHOWN_PASSAGES]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_TEXT else line[: _SHOWN_TEXT - 1].rsplit(" ", 1)[0] + " …"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
