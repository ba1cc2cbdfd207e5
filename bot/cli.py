"""the command line: the composition root, which alone knows bot and ingest"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

# Everything else is imported where it is used: --help and /define must not wait for what they do not need.
if TYPE_CHECKING:
    from bot.commands import StartQuiz
    from bot.settings import Settings
    from evaluation.commandline import Arguments as EvalArguments
    from evaluation.commandline import Sheet
    from ingest.commandline import Arguments
    from ingest.guarding import Guard
    from knowledge.wiring import Knowledge

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A study bot that answers from your own lessons, with citations, or says that they do not say.",
)

DONE, NOTHING_DONE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
STARTER = "starter"
_BEHIND_ANSWERS = 10

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AtLeast = Annotated[
    list[str] | None,
    typer.Option("--at-least", help="A figure and its least share, as answered=0.9; may be repeated."),
]


@app.callback()
def _data(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Folder in which everything is kept [./data].")] = None,
) -> None:
    context.obj = data


@app.command()
def start(context: typer.Context) -> None:
    """Serve each platform that has a token, else open the terminal; reads the starter course if none was."""
    _run(context, _start)


@app.command()
def chat(context: typer.Context) -> None:
    """Talk in the terminal, in one conversation."""
    _run(context, _terminal)


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Folders or files with lessons and glossaries.")],
    library: Annotated[
        str | None, typer.Option(help="The library's slug [the folder's name, else default].")
    ] = None,
    reembed: Annotated[
        bool, typer.Option("--reembed", help="Embed all anew, with today's embedder.")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait where another ingest is at work.")] = False,
    guard: Annotated[
        Path | None,
        typer.Option(help="Questions, one JSON object a line: keep the old library if it answers better."),
    ] = None,
    guard_tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="How much worse the guard lets a figure be.")
    ] = 0.02,
    at_least: AtLeast = None,
    as_json: Json = False,
) -> None:
    """Read a folder of lessons and a glossary into a library."""
    from ingest.commandline import Arguments

    arguments = Arguments(
        tuple(paths), library, reembed=reembed, wait=wait, as_json=as_json, guarded=guard is not None
    )
    if at_least and guard is None:
        _say("--at-least goes with --guard FILE: without questions there is nothing to measure.")
        raise typer.Exit(WRONG_USAGE)
    guarded = (_sheet(guard, at_least, as_json), guard_tolerance) if guard else None
    _run(context, lambda settings: _ingest(settings, arguments, guarded))


@app.command(name="eval")
def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Questions, one JSON object a line.")],
    library: Annotated[
        list[str] | None, typer.Option(help="Ask this library alone; may be repeated [all].")
    ] = None,
    at_least: AtLeast = None,
    failures: Annotated[int, typer.Option(min=0, help="How many failures are told one by one.")] = 20,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Let the language model word the answers; this may cost.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure how well your course is answered, with your own questions."""
    from evaluation.commandline import Arguments as EvalArguments

    sheet = _sheet(file, at_least, as_json)
    arguments = EvalArguments(file, tuple(library or ()), failures, with_model, as_json)
    _run(context, lambda settings: _evaluate(settings, arguments, sheet))


@app.command(name="eval-fsrs")
def evaluate_fsrs(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A review log in CSV: card_id, review_rating, review_time.")],
    no_fit: Annotated[bool, typer.Option("--no-fit", help="The default parameters alone.")] = False,
    as_json: Json = False,
) -> None:
    """Measure how well FSRS foretells what learners remembered, with a log of reviews."""
    from bot.commandline import measuring

    arguments = measuring.Arguments(file, fit=not no_fit, as_json=as_json)
    _run(context, lambda _: measuring.run(arguments, out=sys.stdout, err=sys.stderr))


@app.command()
def fit(context: typer.Context, as_json: Json = False) -> None:
    """Fit FSRS to the learners who have reviewed enough, and keep what foretells them better."""
    from bot.commandline import fitting

    _run(context, lambda settings: fitting.run(settings, as_json=as_json, out=sys.stdout))


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question; - reads one a line.")],
    lesson: Annotated[str, typer.Option(help="Keep to this lesson: its slug, title or source.")] = "",
    as_json: Json = False,
) -> None:
    """Answer a question out of the lessons, with citations."""
    from bot.commandline import shell

    _run(context, lambda settings: shell.ask(settings, question, lesson=lesson, as_json=as_json))


@app.command()
def define(
    context: typer.Context,
    word: Annotated[str, typer.Argument(help="A word of the glossary; - reads one a line.")],
    as_json: Json = False,
) -> None:
    """Show what the glossary says about a word."""
    from bot.commandline import shell

    _run(context, lambda settings: shell.define(settings, word, as_json=as_json))


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words; - reads one query a line.")],
    k: Annotated[int, typer.Option("--k", "-k", min=1, max=100, help="How many passages.")] = 5,
    as_json: Json = False,
) -> None:
    """List the passages that lie nearest, best first."""
    from bot.commandline import shell

    _run(context, lambda settings: shell.search(settings, query, k=k, as_json=as_json))


@app.command()
def quiz(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="A lesson, a term, a track or words; empty is all.")] = "",
    count: Annotated[int, typer.Option(min=1, max=50, help="How many questions.")] = 5,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same questions.")] = None,
    as_json: Json = False,
) -> None:
    """Take a quiz here, or print its questions with --json."""
    from bot.clock import SystemDice
    from bot.commandline import shell
    from bot.commands import StartQuiz

    if as_json:
        chosen = SystemDice().seed() if seed is None else seed
        _run(context, lambda settings: shell.quiz(settings, topic, count=count, seed=chosen))
    _run(context, lambda settings: _terminal(settings, StartQuiz(topic, count, seed)))


@app.command()
def doctor(context: typer.Context) -> None:
    """Check what is set up here, and say what to do where something is not."""
    from bot.commandline.doctor import examine

    _run(context, lambda settings: examine(settings, os.environ))


@app.command()
def setup(
    context: typer.Context,
    embedder: Annotated[str | None, typer.Option(help="Another embedder than the settings name.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Export it anew.")] = False,
) -> None:
    """Export the embedder, once."""
    _run(context, lambda settings: _setup(settings, embedder, again))


def main() -> None:
    """The console script."""
    _speak_utf8()
    try:
        app()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(DONE) from None


def _speak_utf8() -> None:
    """What is read and written is UTF-8 whatever the locale, and a stray byte ends nothing."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _run(context: typer.Context, body: "Callable[[Settings], Awaitable[int]]") -> None:
    """Settings read, logs set up, one of our errors told as two sentences; ends with the exit code."""
    from bot.errors import WrongConfiguration
    from bot.logs import configure
    from bot.settings import read_settings

    try:
        settings = read_settings(data=context.obj)
        configure(settings.log_level)
        _hand_to_vendors(settings)
        code = asyncio.run(_finished(body, settings))
    except WrongConfiguration as error:
        _say(f"{error} {error.hint}")
        code = WRONG_USAGE
    except KeyboardInterrupt:
        code = INTERRUPTED
    raise typer.Exit(code)


async def _finished(body: "Callable[[Settings], Awaitable[int]]", settings: "Settings") -> int:
    from bot.dispatcher import attempted, new_error_id

    done = await attempted(body(settings), new_id=new_error_id, program=settings.program)
    if isinstance(done, int):
        return done
    _say(" ".join(words for words in done if words))
    return NOTHING_DONE


def _hand_to_vendors(settings: "Settings") -> None:
    """Their libraries look into the environment; what .env says must stand there too."""
    for name, value in settings.vendors().items():
        os.environ.setdefault(name, value)


async def _start(settings: "Settings") -> int:
    from functools import partial

    prepare = partial(_ingest_starter, settings)
    if settings.discord_token is not None:
        from bot.serving import serve

        await serve(settings, prepare)
    else:
        from bot.commandline.sitting import sit_down

        await sit_down(settings, prepare=prepare)
    return DONE


async def _ingest_starter(settings: "Settings", knowledge: "Knowledge") -> None:
    """If nothing was ingested. Progress and report go to standard error: standard output is the answers'."""
    if await knowledge.catalogue.libraries():
        return
    import knowledge as package
    from ingest.commandline import Arguments, run
    from knowledge.errors import StudyhallError

    await _set_up_apart(settings)
    _say("Nothing was ingested yet: here is the starter course.")
    course = Path(str(package.__path__[0])) / "starter"
    arguments = Arguments((course,), STARTER, wait=True, program=settings.program)
    if await run(arguments, knowledge, out=sys.stderr, err=sys.stderr) != DONE:
        raise StudyhallError("The starter course could not be ingested.", hint="Run: studyhall doctor")


async def _ingest(
    settings: "Settings", arguments: "Arguments", guarded: "tuple[Sheet, float] | None" = None
) -> int:
    """`guarded` are the questions of the guard, and its tolerance."""
    from dataclasses import replace
    from functools import partial

    from ingest.commandline import run, run_settled
    from knowledge.adapters.glance import glance

    # Whoever answers on this machine goes before; where nobody does, this costs nothing.
    os.nice(_BEHIND_ANSWERS)
    arguments = replace(arguments, program=settings.program)
    look = partial(glance, settings.database)
    if await asyncio.to_thread(run_settled, arguments, look, embedder=settings.embedder):
        return DONE
    from bot.opening import opened_knowledge

    async with opened_knowledge(settings) as knowledge:
        guard = _guard(knowledge, *guarded) if guarded else None
        return await run(arguments, knowledge, guard=guard)


def _guard(knowledge: "Knowledge", sheet: "Sheet", tolerance: float) -> "Guard":
    """Asks a version of the library as learners would be answered from it, but for the language model."""
    import time
    from dataclasses import replace

    from evaluation.guard import Examination, Version

    def taught(version: Version) -> "Knowledge":
        return replace(knowledge, catalogue=version.catalogue, vectors=version.vectors, chat=None)

    return Examination(sheet=sheet, taught=taught, seconds=time.perf_counter, tolerance=tolerance)


async def _evaluate(settings: "Settings", arguments: "EvalArguments", sheet: "Sheet") -> int:
    from bot.opening import opened_knowledge
    from evaluation.commandline import run
    from ingest.progress import progress_for

    async with opened_knowledge(settings) as knowledge:
        return await run(arguments, sheet, knowledge, progress=progress_for(sys.stderr))


def _sheet(file: Path, at_least: list[str] | None, as_json: bool) -> "Sheet":
    """Read before anything is opened; ends here where anything is wrong with it."""
    from evaluation.commandline import WrongSheet, refuse, sheet

    try:
        return sheet(file, at_least or ())
    except WrongSheet as wrong:
        raise typer.Exit(
            refuse(file, wrong.faults, as_json=as_json, out=sys.stdout, err=sys.stderr)
        ) from None


async def _setup(settings: "Settings", embedder: str | None, again: bool) -> int:
    from knowledge.adapters.embedder import default_models
    from knowledge.adapters.exporter import export_embedder

    models = settings.models or default_models()
    name = embedder or settings.embedder
    await asyncio.to_thread(export_embedder, name, models=models, say=_say, again=again)
    return DONE


async def _set_up_apart(settings: "Settings") -> None:
    """In a process of its own: the export needs PyTorch, which the one that answers must never hold."""
    from knowledge.adapters.embedder import default_models, is_exported

    if not is_exported(settings.models or default_models(), settings.embedder):
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "setup", stdin=asyncio.subprocess.DEVNULL, stdout=sys.stderr
        )
        await child.wait()


async def _terminal(settings: "Settings", first: "StartQuiz | None" = None) -> int:
    from bot.commandline.sitting import sit_down

    await sit_down(settings, first)
    return DONE


def _say(words: str) -> None:
    typer.echo(words, err=True)


if __name__ == "__main__":
    main()
