"""what a person does -> the event that Discord makes of it"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simcord import interactions
from simcord.backend import serializers
from simcord.backend.command_access import command_access
from simcord.backend.models import AllowedMentions, Channel, Interaction, Message, User

from tests.fakes.discord_wire.calls import Call
from tests.fakes.discord_wire.exchange import Changes, Exchange, Said
from tests.fakes.discord_wire.filling import submitted
from tests.fakes.discord_wire.gateway import Gateway
from tests.fakes.discord_wire.options import autocomplete_data, command_data
from tests.fakes.discord_wire.routes import USER_INSTALL, Routes
from tests.fakes.discord_wire.shown import BUTTON, Control, Shown, shown
from tests.fakes.discord_wire.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
IN_GUILD, IN_BOT_DM, ELSEWHERE = 0, 1, 2
DEADLINE_S = 3.0
"""Discord's: https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback"""
# What an app may do where only a person brought it along.
_BROUGHT_ALONG = str(0x800 | 0x4000 | 0x8000 | 0x40000)


@dataclass(slots=True)
class People:
    """Each act ends when it is acknowledged, or raises TimeoutError after Discord's three seconds."""

    world: World
    gateway: Gateway
    routes: Routes
    changes: Changes
    calls: list[Call]
    waiting: dict[int, asyncio.Future[Call]]

    async def slash(self, user: User, channel: Channel, typed: str, /, **values: Any) -> Exchange:
        """`typed` is the command with its groups, as in "studyhall settings"."""
        command, path = self._command(user, channel, typed)
        data = command_data(self.world, command, path, values, channel)
        return await self._act(COMMAND, user, channel, data, f"/{typed}")

    async def autocomplete(
        self, user: User, channel: Channel, typed: str, /, **values: Any
    ) -> list[dict[str, Any]]:
        """What is offered for the last of the values: {"name", "value"} each, in their order."""
        command, path = self._command(user, channel, typed)
        data = autocomplete_data(command, path, values)
        return (await self._act(AUTOCOMPLETE, user, channel, data, f"/{typed}")).choices

    async def tap(self, user: User, message: Shown, named: str) -> Exchange:
        """A button, by its custom_id or label. Raises LookupError where this person has no such button."""
        there, control = self._control(user, message, named)
        if control.kind != BUTTON or control.url:
            raise LookupError(f"“{named}” is no button to be tapped")
        data = {"custom_id": control.custom_id, "component_type": control.kind, "id": 0}
        return await self._act(COMPONENT, user, self._channel(there), data, f"“{named}”", there)

    async def choose(self, user: User, message: Shown, named: str, *values: str) -> Exchange:
        """From a menu, by its custom_id or placeholder."""
        there, control = self._control(user, message, named)
        if not set(values) <= set(control.values):
            raise LookupError(f"no {set(values) - set(control.values)} among {control.values}")
        data = {
            "custom_id": control.custom_id,
            "component_type": control.kind,
            "values": list(values),
            "id": 0,
        }
        return await self._act(COMPONENT, user, self._channel(there), data, f"“{named}”", there)

    async def submit(self, user: User, opened: Exchange, words: dict[str, str]) -> Exchange:
        """Into the form that `opened` brought up."""
        data = submitted(opened.modal, words)
        channel = self.world.backend.get_channel(opened.record.channel_id)
        source = opened.record.source_message_id
        there = self.world.backend.messages[channel.id].get(source) if source else None
        return await self._act(MODAL_SUBMIT, user, channel, data, opened.modal["title"], there)

    async def say(
        self,
        user: User,
        channel: Channel,
        words: str,
        *,
        reply_to: Shown | None = None,
        mentions_bot: bool = False,
        pings: bool = True,
        files: Iterable[tuple[str, bytes]] = (),
    ) -> Said:
        """`pings`: whether a reply does. A bot without the intent to read messages gets no words of a reply
        to an interaction's answer, pinging or not: so simcord has it."""
        backend = self.world.backend
        if channel.guild_id is not None:
            right = "send_messages_in_threads" if channel.is_thread else "send_messages"
            backend.require_permissions(channel.guild_id, user.id, channel.id, right)
        message = backend.create_message(
            channel.id,
            user.id,
            f"<@{self.world.bot.id}> {words}" if mentions_bot else words,
            reference={"message_id": str(reply_to.id), "channel_id": str(channel.id)} if reply_to else None,
            allowed_mentions=AllowedMentions(replied_user=pings),
            attachments=backend.store_attachments(channel.id, tuple(files)),
        )
        return Said(shown(message), self.world, self.changes)

    def redeliver(self, exchange: Exchange) -> None:
        """The same event once more, as Discord may do."""
        self.world.backend.emit("INTERACTION_CREATE", exchange.payload)

    def _command(self, user: User, channel: Channel, typed: str) -> tuple[dict[str, Any], list[str]]:
        """Raises LookupError for a command that Discord would not offer this person here."""
        name, *path = typed.split()
        command = self.world.backend.find_command(name, channel.guild_id)
        if command is None:
            known = sorted(name for scope in self.world.backend.commands.values() for name, _ in scope)
            raise LookupError(f"no command /{name} among {known}")
        if refused := self._refused(user, channel, command):
            raise LookupError(f"Discord does not offer /{name} to {user.name} here: {refused}")
        return command, path

    def _refused(self, user: User, channel: Channel, command: dict[str, Any]) -> str | None:
        if not self.world.without_bot(channel):
            found = command_access(self.world.backend, command, user_id=user.id, channel_id=channel.id)
            return found.reason
        context = ELSEWHERE if channel.guild_id is None else IN_GUILD
        contexts = command.get("contexts")
        if int(USER_INSTALL) not in (command.get("integration_types") or (0,)):
            return "it is not for people to install"
        return None if contexts is None or context in contexts else "not in such a place"

    def _control(self, user: User, message: Shown, named: str) -> tuple[Message, Control]:
        there = self.world.backend.messages.get(message.channel_id, {}).get(message.id)
        if there is None or not there.visible_to(user.id):
            raise LookupError(f"{user.name} does not see that message")
        control = shown(there).control(named)
        if control.disabled:
            raise LookupError(f"“{named}” is disabled")
        return there, control

    def _channel(self, message: Message) -> Channel:
        return self.world.backend.get_channel(message.channel_id)

    async def _act(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        what: str,
        message: Message | None = None,
    ) -> Exchange:
        record, payload = self._event(kind, user, channel, data, message)
        loop = asyncio.get_running_loop()
        waited_for = self.waiting[record.id] = loop.create_future()
        began = loop.time()
        self.world.backend.emit("INTERACTION_CREATE", payload)
        try:
            async with asyncio.timeout(DEADLINE_S):
                call = await waited_for
        except TimeoutError as error:
            raise TimeoutError(f"{what}: the application did not respond within {DEADLINE_S:g} s") from error
        finally:
            del self.waiting[record.id]
        after = call.at - began
        return Exchange(user, payload, record, call.body, after, self.world, self.changes, self.calls)

    def _event(
        self, kind: int, user: User, channel: Channel, data: dict[str, Any], message: Message | None
    ) -> tuple[Interaction, dict[str, Any]]:
        backend = self.world.backend
        about = {"channel_id": channel.id, "guild_id": channel.guild_id, "user_id": user.id}
        record, payload = interactions.base_payload(backend, type=kind, data=data, **about)
        payload.update(self._owners(user, channel))
        if channel.guild_id is not None:
            payload["guild"] = {"id": str(channel.guild_id), "locale": "en-US", "features": []}
        if message is not None:
            record.source_message_id = message.id
            payload["message"] = dict(serializers.message_payload(backend, message))
        if self.world.without_bot(channel):
            self.routes.only_installed_by_user.add(record.id)
        return record, payload

    def _owners(self, user: User, channel: Channel) -> dict[str, Any]:
        """Who brought the app to where this happens, and what kind of place that is."""
        if not self.world.without_bot(channel):
            owner = {"0": str(channel.guild_id or 0)}
            return {
                "authorizing_integration_owners": owner,
                "context": IN_BOT_DM if channel.guild_id is None else IN_GUILD,
            }
        brought = {
            "authorizing_integration_owners": {USER_INSTALL: str(user.id)},
            "app_permissions": _BROUGHT_ALONG,
        }
        if channel.guild_id is not None:
            return {**brought, "context": IN_GUILD}
        people = [
            dict(serializers.user_payload(self.world.backend.users[id])) for id in channel.recipient_ids
        ]
        group = {"id": str(channel.id), "type": channel.type, "name": channel.name, "icon": None}
        return {
            **brought,
            "context": ELSEWHERE,
            "channel": {**group, "owner_id": str(user.id), "recipients": people, "last_message_id": None},
        }
