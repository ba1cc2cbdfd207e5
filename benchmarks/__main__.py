"""folder of material -> a table: Studyhall beside the usual pipeline, measured in one run

    python -m benchmarks [EVAL] [--halves N] [--chunks N] [--model N] [--rate N]

Figures of speed are ratios to the usual pipeline in this very run, since machines differ and are noisy.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import measures, processes, sides
from benchmarks.injection import measure_injection
from benchmarks.material import Asked, Course, material
from benchmarks.table import Row, Table


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("folder", nargs="?", type=Path, help="material of your own")
    options.add_argument("--halves", type=int, default=10, help="seeded halves for abstention (default 10)")
    options.add_argument(
        "--chunks", type=int, default=100_000, help="passages of the large store (default 100000; 0: none)"
    )
    options.add_argument(
        "--model", type=int, default=0, help="questions put to a weak language model (default 0: none)"
    )
    options.add_argument(
        "--rate", type=float, default=50.0, help="questions a second on Discord (default 50; 0: none)"
    )
    options.add_argument(
        "--learners", type=int, default=1_000_000, help="who want a daily message (default 1000000; 0: none)"
    )
    chosen = options.parse_args()
    courses = material(chosen.folder)
    table = Table()
    with tempfile.TemporaryDirectory(prefix="studyhall-bench") as scratch:
        stores = {course.name: Path(scratch) / course.name for course in courses}
        for course in courses:
            measure_ingest(course, stores[course.name], table)
        for course in courses:
            measure_retrieval(course, stores[course.name], table)
        measure_speed(courses[0], stores[courses[0].name], table)
        if chosen.rate:
            measure_acknowledgement(courses[0], stores[courses[0].name], chosen.rate, table)
        if chosen.learners:
            measure_dailies(Path(scratch) / "dailies", chosen.learners, table)
        if chosen.chunks:
            measure_large(courses[0], Path(scratch) / "large", chosen.chunks, table)
        if len(courses) > 1:
            measure_other_field(courses, stores, table)
        measure_injection(
            courses[0], stores[courses[0].name], chosen.folder, Path(scratch) / "planted", table
        )
        measure_halves(courses[0], Path(scratch) / "halves", chosen.halves, table)
        if chosen.model:
            measure_weak_model(chosen.folder, chosen.model, table)


def measure_ingest(course: Course, data: Path, table: Table) -> None:
    usual = sides.usual_ingest(course.folder, data)
    ours = sides.ours_ingest(course.folder, data)
    again = sides.ours_ingest(course.folder, data)
    rate = course.characters
    table.add(
        Row(
            f"{course.name}: ingest, characters a second, whole run",
            f"{rate / usual.seconds:,.0f}",
            f"{rate / ours.seconds:,.0f}",
            f"{usual.seconds / ours.seconds:.2f} times as fast",
        )
    )
    table.add(
        Row(
            f"{course.name}: ingest again, unchanged, against the first time",
            "",
            f"{again.seconds:.2f} s",
            f"{again.seconds / ours.seconds:.3f}",
        )
    )
    table.add(
        Row(
            f"{course.name}: peak memory of an ingest, MB",
            f"{usual.peak_mb:.0f}",
            f"{ours.peak_mb:.0f}",
            f"{ours.peak_mb / usual.peak_mb:.2f}",
        )
    )


def measure_retrieval(course: Course, data: Path, table: Table) -> None:
    asked = course.answerable
    questions = [one.question for one in asked]
    usual = sides.usual_ask(data, questions)
    found = sides.ours_search(data, questions, 5)
    if any(one.source for one in asked):
        table.figure(
            f"{course.name}: right lesson within the best 5",
            measures.right_source(asked, usual.passages, 5),
            measures.right_source(asked, found, 5),
        )
        return
    ours = sides.ours_ask(data, questions)
    table.figure(
        f"{course.name}: an answer string within the best 3 passages",
        measures.within(asked, usual.passages, 3),
        measures.within(asked, found, 3),
    )
    table.figure(
        f"{course.name}: answer string inside the answer of at most 600 characters",
        _inside(asked, usual.answers),
        _inside(asked, ours.answers),
    )
    unasked = [one.question for one in course.asked if not one.answerable]
    if unasked:
        abstained = [not answer for answer in sides.ours_ask(data, unasked).answers]
        table.figure(
            f"{course.name}: balanced accuracy on the {len(unasked)} that their own lessons do not answer",
            0.5,
            measures.balanced([bool(answer) for answer in ours.answers], abstained),
        )


def _inside(asked: tuple[Asked, ...], answers: list[str]) -> float:
    return measures.share(
        [measures.holds(answer[:600], one.answers) for one, answer in zip(asked, answers, strict=True)]
    )


def measure_speed(course: Course, data: Path, table: Table) -> None:
    """Start to first answer in turn, A B A B; then warm figures and memory over one long session."""
    questions = [one.question for one in course.answerable]
    firsts = [
        (sides.usual_ask(data, [question]).run.seconds, sides.ours_ask(data, [question]).run.seconds)
        for question in questions[:5]
    ]
    usual_first, ours_first = (statistics.median(column) for column in zip(*firsts, strict=True))
    table.ratio(f"{course.name}: process start to first answer, s", usual_first, ours_first)
    usual, ours = sides.usual_ask(data, questions), sides.ours_ask(data, questions)
    compare_warm(f"{course.name}:", usual, ours, table)
    table.ratio(f"{course.name}: peak memory while asking, MB", usual.run.peak_mb, ours.run.peak_mb)


def measure_acknowledgement(course: Course, data: Path, rate: float, table: Table) -> None:
    """On the loopback Discord, the same course being ingested meanwhile: see benchmarks/acknowledging.py."""
    asked = data / "asked.txt"
    asked.write_text("\n".join(" ".join(one.question.split()) for one in course.asked), "utf-8")
    command = [sys.executable, "-m", "benchmarks.acknowledging", str(data / "ours"), str(course.folder)]
    found = json.loads(processes.run([*command, str(asked), "--rate", str(rate)]).output)
    for name, meanwhile in (("quiet", "nothing else at work"), ("ingesting", "an ingest at work")):
        for figure in ("p50", "p99"):
            table.add(
                Row(
                    f"Discord: acknowledged at {rate:g} questions a second, {meanwhile}, {figure}, ms",
                    "",
                    f"{found[f'{name}_{figure}']:.0f}",
                )
            )


def measure_dailies(scratch: Path, learners: int, table: Table) -> None:
    """A day of so many learners who want a message: see benchmarks/dailies.py."""
    command = [sys.executable, "-m", "benchmarks.dailies", str(scratch), "--learners", str(learners)]
    found = json.loads(processes.run(command).output)
    found |= {f"busiest_{name}": figure for name, figure in found["busiest_hour"].items()}
    for measure, figure in (
        ("longest wait for one, minutes", "longest_wait_minutes"),
        ("left to tomorrow", "left_to_tomorrow"),
        ("the busiest hour, messages a second while any waits", "busiest_a_second_while_busy"),
        ("the busiest hour, most in a second", "busiest_most_in_a_second"),
        ("the busiest hour, sent twice or forgotten", "busiest_astray"),
        ("a look when nothing is due, ms", "idle_look_ms"),
        ("each message, ms of CPU", "message_cpu_ms"),
    ):
        table.add(Row(f"daily messages of {learners:,} learners: {measure}", "", f"{found[figure]:g}"))


def measure_large(course: Course, data: Path, chunks: int, table: Table) -> None:
    """The course's sentences drawn into so many passages: see benchmarks/large.py."""
    processes.run([sys.executable, "-m", "benchmarks.large", str(course.folder), str(data), str(chunks)])
    questions = [one.question for one in course.answerable]
    usual, ours = sides.usual_ask(data, questions), sides.ours_ask(data, questions)
    compare_warm(f"{chunks:,} passages:", usual, ours, table)
    table.ratio(f"{chunks:,} passages: peak memory while asking, MB", usual.run.peak_mb, ours.run.peak_mb)


def compare_warm(prefix: str, usual: sides.Replies, ours: sides.Replies, table: Table) -> None:
    """The first question, which opens everything, is left out."""
    pairs = zip(measures.quantiles(usual.seconds[1:]), measures.quantiles(ours.seconds[1:]), strict=True)
    for name, (theirs, mine) in zip(("p50", "p95"), pairs, strict=True):
        table.ratio(f"{prefix} warm ask without a model, {name}, ms", theirs * 1000, mine * 1000)


def measure_other_field(courses: tuple[Course, ...], stores: dict[str, Path], table: Table) -> None:
    home, other = courses[0], courses[1]
    data = stores[home.name]
    answered = sides.ours_ask(data, [one.question for one in home.answerable]).answers
    foreign = sides.ours_ask(data, [one.question for one in other.asked]).answers
    table.figure(
        f"abstention, another field: {other.name}'s questions asked of {home.name}, balanced accuracy",
        0.5,
        measures.balanced([bool(answer) for answer in answered], [not answer for answer in foreign]),
    )


def measure_halves(course: Course, scratch: Path, halves: int, table: Table) -> None:
    """Half of the lessons ingested, the answerable questions of all asked, for seeds 0 to halves-1."""
    articles = sorted({one.article for one in course.asked if one.article})
    if len(articles) < 4:
        return
    results = [half(course, articles, scratch / str(seed), seed) for seed in range(halves)]
    table.figure(
        f"abstention, same kind: mean of {halves} seeded halves, balanced accuracy",
        0.5,
        statistics.mean(results),
    )
    table.figure("abstention, same kind: worst half", 0.5, min(results))


def measure_weak_model(folder: Path | None, count: int, table: Table) -> None:
    # Imports the answering path, which the sides otherwise only run as processes.
    from benchmarks import weak_model

    samples = weak_model.run(folder, count, threads=2)
    for name, value in weak_model.told(samples).items():
        table.add(Row(f"weak model: {name}", "", str(value)))


def half(course: Course, articles: list[str], data: Path, seed: int) -> float:
    kept = set(random.Random(seed).sample(articles, len(articles) // 2))
    lessons = data / "lessons"
    lessons.mkdir(parents=True)
    for article in kept:
        shutil.copy(course.folder / f"{article}.md", lessons)
    sides.ours_ingest(lessons, data)
    answers = sides.ours_ask(data, [one.question for one in course.answerable]).answers
    pairs = list(zip(course.answerable, answers, strict=True))
    return measures.balanced(
        [bool(answer) for one, answer in pairs if one.article in kept],
        [not answer for one, answer in pairs if one.article not in kept],
    )


if __name__ == "__main__":
    main()
