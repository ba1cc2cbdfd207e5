"""what a bot may ask of Discord and simcord does not answer"""

from collections.abc import Callable
from typing import Any

from simcord.backend import errors
from simcord.backend.errors import BackendError
from simcord.http import router

from tests.fakes.discord_wire.calls import Call
from tests.fakes.discord_wire.gateway import URL, Gateway
from tests.fakes.discord_wire.world import World

MOST_FOLLOW_UPS = 5
USER_INSTALL = "1"
# Of an app in fewer than a hundred servers; by the intents' names.
APPROVED = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}


class Routes:
    """Above simcord's: `answer` gives a body, None for none, or raises BackendError with Discord's code."""

    def __init__(self, world: World, gateway: Gateway, shards: int) -> None:
        self._world, self._gateway, self._shards = world, gateway, shards
        self._sent: dict[tuple[str, str], Any] = {}
        self.only_installed_by_user: set[int] = set()
        """Interactions that came from where the bot is not."""

    def answer(self, call: Call) -> Any:
        parts = call.path.strip("/").split("/")
        self._refuse_what_is_elsewhere(parts)
        self._refuse_a_sixth_follow_up(call.method, parts)
        if own := self._own(call.method, parts):
            return own(call, parts)
        return self._once(call, parts)

    def _own(self, method: str, parts: list[str]) -> Callable[[Call, list[str]], Any] | None:
        match parts:
            case ["gateway", "bot"]:
                return self._gateway_bot
            case ["oauth2", "applications", "@me"] | ["applications", "@me"] if method == "GET":
                return self._application
            case ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"] if (
                method == "POST"
            ):
                return self._put_command
            case ["applications", *_, "commands", _]:
                return {"GET": self._command, "PATCH": self._change_command, "DELETE": self._drop_command}[
                    method
                ]
        return None

    def _gateway_bot(self, call: Call, parts: list[str]) -> Any:
        starts = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": URL, "shards": self._shards, "session_start_limit": starts}

    def _application(self, call: Call, parts: list[str]) -> Any:
        approved = self._gateway.approved
        about = {
            "flags": sum(bit for name, bit in APPROVED.items() if getattr(approved, name)),
            "approximate_guild_count": len(self._world.guilds_of_bot()),
            "integration_types_config": {"0": {}, "1": {}},
        }
        return {**self._simcord(Call("GET", "/oauth2/applications/@me", None, call.at)), **about}

    def _commands_of(self, parts: list[str]) -> tuple[int | None, dict[tuple[str, int], dict[str, Any]]]:
        guild = int(parts[3]) if parts[2] == "guilds" else None
        return guild, self._world.backend.commands.setdefault(guild, {})

    def _put_command(self, call: Call, parts: list[str]) -> Any:
        """One more, or the one of that name anew."""
        guild, there = self._commands_of(parts)
        kind = call.body.get("type") or 1
        others = [_sendable(each) for key, each in there.items() if key != (call.body["name"], kind)]
        made = self._world.backend.register_commands(guild, [*others, _sendable(call.body)])
        return made[-1]

    def _command(self, call: Call, parts: list[str]) -> Any:
        _, there = self._commands_of(parts)
        found = next((each for each in there.values() if each["id"] == parts[-1]), None)
        if found is None:
            raise BackendError(404, 10063, "Unknown application command")
        return found

    def _change_command(self, call: Call, parts: list[str]) -> Any:
        _, there = self._commands_of(parts)
        found = self._command(call, parts)
        del there[found["name"], found["type"]]
        found.update(call.body)
        there[found["name"], found["type"]] = found
        return found

    def _drop_command(self, call: Call, parts: list[str]) -> None:
        _, there = self._commands_of(parts)
        found = self._command(call, parts)
        del there[found["name"], found["type"]]

    def _refuse_what_is_elsewhere(self, parts: list[str]) -> None:
        channel = self._world.backend.channels.get(int(parts[1])) if parts[0] == "channels" else None
        if channel and self._world.without_bot(channel):
            raise errors.missing_access()

    def _refuse_a_sixth_follow_up(self, method: str, parts: list[str]) -> None:
        backend = self._world.backend
        if method != "POST" or parts[0] != "webhooks" or parts[-1] not in backend.interaction_tokens:
            return
        record = backend.interactions[backend.interaction_tokens[parts[-1]]]
        if record.id in self.only_installed_by_user and len(record.followup_ids) >= MOST_FOLLOW_UPS:
            raise BackendError(400, 40094, "You have reached the maximum number of follow up messages")

    def _once(self, call: Call, parts: list[str]) -> Any:
        """With `enforce_nonce`, the message that came of it before."""
        body = call.body if isinstance(call.body, dict) else {}
        nonce = str(body.get("nonce", "")) if body.get("enforce_nonce") else ""
        if (parts[1], nonce) in self._sent:
            return self._sent[parts[1], nonce]
        answer = self._simcord(call)
        if nonce:
            self._sent[parts[1], nonce] = answer = {**answer, "nonce": body["nonce"]}
        return answer

    def _simcord(self, call: Call) -> Any:
        return router.dispatch(
            self._world.backend,
            call.method,
            call.path,
            json=call.body,
            params=call.query,
            files=call.files,
            message_content_access=self._gateway.approved.message_content,
        )


def _sendable(command: dict[str, Any]) -> dict[str, Any]:
    made_here = ("id", "application_id", "guild_id", "nsfw", "version")
    return {key: value for key, value in command.items() if key not in made_here}
