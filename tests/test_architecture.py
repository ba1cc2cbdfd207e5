"""the source tree -> the promises that its layout makes"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "knowledge", "ingest", "evaluation")

# A library's name is met in its adapter and nowhere else.
HOMES = {
    "aiohttp": ("bot/platforms/discord",),
    "aiosqlite": ("knowledge/adapters/database.py",),
    "alembic": ("knowledge/adapters", "bot/storage"),
    "asyncpg": ("knowledge/adapters/database.py",),
    "chromadb": ("knowledge/adapters/chroma_index.py",),
    "discord": ("bot/platforms/discord",),
    "filelock": ("knowledge/adapters",),
    "fsrs": ("bot/study/scheduler.py", "bot/study/foresight/fitting.py"),
    "langchain": ("knowledge/adapters/chat_model.py",),
    "langchain_core": ("knowledge/adapters/chat_model.py", "knowledge/adapters/langchain_retriever.py"),
    "latex2mathml": ("bot/pictures/formulas.py",),
    "onnxruntime": ("knowledge/adapters/embedder.py", "knowledge/adapters/exporter.py"),
    "openai": ("knowledge/adapters/chat_model.py",),
    "prompt_toolkit": ("bot/platforms/terminal",),
    "pydantic_settings": ("bot/settings.py",),
    "resvg_py": ("bot/pictures/rasterizing.py",),
    "sentence_transformers": ("knowledge/adapters/exporter.py", "knowledge/adapters/reranker.py"),
    "sqlalchemy": ("knowledge/adapters", "bot/storage"),
    "tantivy": ("knowledge/adapters/lexical_index.py", "knowledge/adapters/stemming.py"),
    "tokenizers": ("knowledge/adapters/embedder.py", "knowledge/adapters/exporter.py"),
    "typer": ("bot/cli.py",),
    "ziamath": ("bot/pictures/formulas.py",),
}
VAGUE = {"utils", "helpers", "helper", "common", "core", "misc", "manager", "base"}
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


@cache
def modules() -> dict[str, ast.Module]:
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.name}", node


def test_a_library_is_met_only_in_its_adapter():
    strays = [
        f"{name} imports {module}"
        for name, tree in modules().items()
        for module in imported(tree)
        if (homes := HOMES.get(module.split(".")[0])) and not name.startswith(homes)
    ]
    assert not strays


def test_each_module_says_in_its_first_line_what_it_does():
    silent = [name for name, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert not silent


def test_no_module_has_a_name_that_says_nothing():
    assert not [name for name in modules() if Path(name).stem in VAGUE]


def test_no_function_and_no_file_is_too_long_to_take_in():
    long = [name for name, node in functions() if (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION]
    long += [name for name in modules() if len((ROOT / name).read_text("utf-8").splitlines()) > LONGEST_FILE]
    assert not long


def test_only_the_dispatcher_catches_whatever_comes():
    broad = [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert set(broad) <= {"bot/dispatcher.py"}


def test_only_the_clock_reads_the_clock():
    calls = [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and getattr(node.value, "id", "") in ("datetime", "date")
    ]
    assert set(calls) <= {"bot/clock.py"}


def test_tests_meet_the_real_thing_or_a_fake_never_a_mock():
    mocked = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests").rglob("*.py")
        if any(module.startswith("unittest.mock") for module in imported(ast.parse(file.read_text("utf-8"))))
    ]
    assert not mocked


def test_the_import_rules_hold():
    linted = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("prefix", ["nvidia-", "triton", "pytorch-triton"])
def test_no_cuda_build_is_installed_or_pinned(prefix: str):
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    installed = [distribution.metadata["Name"] or "" for distribution in distributions()]
    assert not [name for name in (*pinned, *installed) if name.lower().startswith(prefix)]


def test_the_pinned_versions_name_no_index():
    text = (ROOT / "constraints.txt").read_text("utf-8") + (ROOT / "overrides.txt").read_text("utf-8")
    assert "://" not in text
    assert "--" not in text
