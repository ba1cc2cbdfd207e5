"""environment and .env -> settings, checked; every fault is named at once"""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import WrongConfiguration
from knowledge.errors import PROGRAM

PREFIX = "STUDYHALL_"
DATA = Path("data")


class Settings(BaseSettings):
    """`STUDYHALL_` and the field's name in capitals; vendors' own names as they are."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    data: Path = Field(DATA, description="Folder in which everything is kept.")
    database_url: str = Field(
        "",
        description="SQLite or PostgreSQL URL of all that is recorded; empty is a file in the data folder.",
    )
    chroma_url: str = Field(
        "",
        description="URL of a Chroma server, as http://localhost:8000; empty is in the data folder.",
    )
    models: Path | None = Field(
        None, description="Folder of exported embedders; empty is one inside the installation."
    )
    embedder: str = Field(
        "all-MiniLM-L6-v2",
        min_length=1,
        description="Name of the embedder: the one that ships, or one of sentence-transformers' hub.",
    )
    precision: Literal["auto", "fp32", "int8"] = Field(
        "auto", description="Arithmetic of the embedder: auto is int8 where the processor is quicker with it."
    )
    reranker: str = Field(
        "",
        description="Folder or name of a cross-encoder that orders the best passages anew; empty is none.",
    )
    chat_model: str = Field(
        "",
        description="Language model, as init_chat_model takes it: openai:gpt-5-mini; empty is none.",
    )
    chat_timeout_s: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds after which a silent language model is given up.",
    )
    learner_requests_a_day: int = Field(
        300,
        ge=0,
        description="Requests to the language model that one learner may make in a day; 0 is no limit.",
    )
    learner_tokens_a_day: int = Field(
        500_000,
        ge=0,
        description="Tokens that it may read and write for one learner in a day; 0 is no limit.",
    )
    space_requests_a_day: int = Field(
        3_000,
        ge=0,
        description="Requests to the language model from one server or workspace in a day; 0 is no limit.",
    )
    space_tokens_a_day: int = Field(
        5_000_000,
        ge=0,
        description="Tokens that it may read and write for one server or workspace in a day; 0 is no limit.",
    )
    questions_a_minute: int = Field(
        30, ge=0, description="Questions and quizzes that one learner may ask for in a minute; 0 is no limit."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="What is logged to standard error: debug, info, warning or error."
    )
    discord_token: SecretStr | None = Field(
        None, alias="DISCORD_TOKEN", description="Token of the Discord bot; with it, start serves Discord."
    )
    discord_address: str = Field(
        "", description="HOST:PORT that is spoken to in place of Discord's own: a proxy, or a test's double."
    )
    discord_authority: Path | None = Field(
        None, description="File of the certificate authority that is trusted at that address."
    )
    openai_api_key: SecretStr | None = Field(
        None, alias="OPENAI_API_KEY", description="Key of OpenAI, or of a server that speaks its language."
    )
    openai_base_url: str = Field(
        "",
        alias="OPENAI_BASE_URL",
        description="URL of a server that speaks OpenAI's language.",
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        kind = value.partition(":")[0].partition("+")[0]
        if value and kind not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("give sqlite:///path/to/file.db or postgresql://user@host/database")
        return value

    @field_validator("chroma_url", "openai_base_url")
    @classmethod
    def _http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("give a URL that begins with http:// or https://")
        return value

    @field_validator("discord_address")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError("give a host and a port, as 127.0.0.1:8443")
        return value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data / 'studyhall.db').resolve()}"

    @property
    def program(self) -> str:
        """How the shell calls us so that the same data is found."""
        return PROGRAM if self.data == DATA else f"{PROGRAM} --data {quote(str(self.data))}"

    def vendors(self) -> Mapping[str, str]:
        """What the vendors' own libraries look for in the environment."""
        key = self.openai_api_key.get_secret_value() if self.openai_api_key else ""
        found = {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": self.openai_base_url}
        return {name: value for name, value in found.items() if value}


def read_settings(**given: Any) -> Settings:
    """What was given on the command line goes before the environment, and that before .env.

    Raises WrongConfiguration, which names every setting that cannot be and what it takes.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{_name(fault['loc'])}: {_sentence(fault['msg'])}" for fault in error.errors())
        raise WrongConfiguration(f"The settings cannot be: {faults}.") from None


def unknown_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that look like settings and are none -> the one that may have been meant, or ""."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    strays = [name for name in environment if name.startswith(PREFIX) and name not in known]
    return {name: next(iter(get_close_matches(name, sorted(known), 1)), "") for name in strays}


def _name(place: tuple[int | str, ...]) -> str:
    field = str(place[0]) if place else "?"
    return field if field.isupper() else f"{PREFIX}{field.upper()}"


def _sentence(message: str) -> str:
    words = message.removeprefix("Value error, ").rstrip(".")
    return words[:1].lower() + words[1:]
