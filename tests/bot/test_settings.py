"""environment and .env -> settings"""

from pathlib import Path

import pytest

from bot.errors import WrongConfiguration
from bot.settings import Settings, read_settings, unknown_settings
from knowledge.errors import typed_here


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .env and no settings but the test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STUDYHALL_{name.upper()}", raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_everything_lies_in_data():
    settings = read_settings()
    assert settings.data == Path("data")
    assert settings.database == f"sqlite:///{Path('data/studyhall.db').resolve()}"
    assert settings.chat_model == ""


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
):
    Path(".env").write_text("STUDYHALL_DATA=file\nSTUDYHALL_LOG_LEVEL=INFO\nOTHER=1\n")
    assert (read_settings().data, read_settings().log_level) == (Path("file"), "info")
    monkeypatch.setenv("STUDYHALL_DATA", "environment")
    assert read_settings().data == Path("environment")
    assert read_settings(data=Path("given")).data == Path("given")
    assert read_settings(data=None).data == Path("environment")


def test_a_command_that_we_print_finds_the_same_data():
    hint = "Run: studyhall ingest --reembed /a/studyhall ingest"
    assert typed_here(hint, read_settings().program) == hint
    told = typed_here(hint, read_settings(data=Path("the data")).program)
    assert told == "Run: studyhall --data 'the data' ingest --reembed /a/studyhall ingest"


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STUDYHALL_DATABASE_URL", "mysql://ana:secret@host/study")
    monkeypatch.setenv("STUDYHALL_CHROMA_URL", "localhost")
    monkeypatch.setenv("STUDYHALL_CHAT_TIMEOUT_S", "soon")
    monkeypatch.setenv("STUDYHALL_LOG_LEVEL", "loud")
    with pytest.raises(WrongConfiguration) as wrong:
        read_settings()
    for name in ("DATABASE_URL", "CHROMA_URL", "CHAT_TIMEOUT_S", "LOG_LEVEL"):
        assert f"STUDYHALL_{name}" in str(wrong.value)
    assert "secret" not in str(wrong.value)


def test_a_key_reaches_its_vendor_and_no_log(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hush")
    settings = read_settings()
    assert settings.vendors() == {"OPENAI_API_KEY": "sk-hush"}
    assert "hush" not in repr(settings)


def test_a_setting_that_is_none_brings_the_one_that_was_meant():
    assert unknown_settings({"STUDYHALL_CHATMODEL": "x", "STUDYHALL_DATA": "x", "HOME": "x"}) == {
        "STUDYHALL_CHATMODEL": "STUDYHALL_CHAT_MODEL"
    }


def test_each_setting_says_what_it_is():
    assert all(
        field.description and field.description.endswith(".") for field in Settings.model_fields.values()
    )
