"""events -> each session that may hear of them, over a websocket that may be cut and taken up again"""

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import discord
import zstandard
from aiohttp import WSMsgType, web
from simcord import intents as portal
from simcord.backend import serializers

from tests.fakes.discord_wire.world import World

URL = "wss://gateway.discord.gg"
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 9, 10, 11
ACCEPTED_IN_SILENCE = {3, 4, 8}
HEARTBEAT_MS = 41_250
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, WRONG_TOKEN, AUTHENTICATED_ALREADY = (
    4001,
    4002,
    4003,
    4004,
    4005,
)
BAD_SEQUENCE, DISALLOWED_INTENTS = 4007, 4014


@dataclass
class Session:
    """`events` are all of it, as sent, first to last: the queue, and what a RESUME is replayed from."""

    shard: tuple[int, int]
    intents: discord.Intents
    id: str = field(default_factory=lambda: uuid4().hex)
    events: list[str] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, event: str, payload: Any) -> None:
        told = {"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": payload}
        self.events.append(json.dumps(told))
        self.more.set()

    def hears(self, event: str, payload: Mapping[str, Any]) -> bool:
        needed = portal.required_intent(event, payload)
        guild = payload.get("guild_id") or (payload["id"] if event.startswith("GUILD_") else None)
        at = (int(guild) >> 22) % self.shard[1] if guild else 0
        return at == self.shard[0] and (needed is None or getattr(self.intents, needed))


class Connection:
    """A websocket and the compression that it asked for, which lasts as long as it does."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket, self._request = socket, request
        self.session: Session | None = None
        self.pump: asyncio.Task[None] | None = None
        self._sending = asyncio.Lock()
        self._packed = _packing(request.query.get("compress", ""))

    async def send(self, text: str) -> None:
        async with self._sending:
            if self._packed:
                await self.socket.send_bytes(self._packed(text.encode()))
            else:
                await self.socket.send_str(text)

    async def say(self, op: int, payload: Any = None) -> None:
        await self.send(json.dumps({"op": op, "d": payload, "s": None, "t": None}))

    def tell(self, session: Session, after: int) -> None:
        """Sends what follows the event of that number, and goes on."""
        self.session = session
        self.pump = asyncio.create_task(self._tell(session, after))

    async def _tell(self, session: Session, told: int) -> None:
        with suppress(ConnectionError):
            while not self.socket.closed:
                session.more.clear()
                for event in session.events[told:]:
                    await self.send(event)
                    told += 1
                if told == len(session.events):
                    await session.more.wait()

    def cut(self) -> None:
        if self._request.transport:
            self._request.transport.abort()


class Gateway:
    def __init__(self, world: World, changed: Callable[[], None]) -> None:
        self._world, self._changed = world, changed
        self.token = ""
        self.approved = discord.Intents.none()
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identified, self.resumed = 0, 0
        world.listen(self.hear)

    def hear(self, event: str, payload: Mapping[str, Any]) -> None:
        for session in self.sessions.values():
            if session.hears(event, payload):
                session.add(event, self._seen_with(session.intents, event, payload))

    def _seen_with(self, intents: discord.Intents, event: str, payload: Mapping[str, Any]) -> Any:
        """Discord blanks what somebody else said, and names no other members, without a privileged intent."""
        if event == "GUILD_CREATE":
            seen = dict(payload)
            portal.prune_guild_create(seen, intents, self._world.bot.id)
            return seen
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not intents.message_content:
            seen = json.loads(json.dumps(payload))
            portal.censor_message(seen, self._world.bot.id, backend=self._world.backend)
            return seen
        return payload

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        try:
            await connection.say(HELLO, {"heartbeat_interval": HEARTBEAT_MS})
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self._take(connection, message.data)
        finally:
            self.connections.remove(connection)
            if connection.pump:
                connection.pump.cancel()
            self._changed()
        return socket

    async def _take(self, connection: Connection, text: str) -> None:
        try:
            said = json.loads(text)
            op, payload = said["op"], said.get("d")
        except (ValueError, KeyError, TypeError):
            await connection.socket.close(code=DECODE_ERROR)
            return
        if op == HEARTBEAT:
            await connection.say(HEARTBEAT_ACK)
        elif op in (IDENTIFY, RESUME):
            await self._begin(connection, op, payload)
        elif connection.session is None:
            await connection.socket.close(code=NOT_AUTHENTICATED)
        elif op not in ACCEPTED_IN_SILENCE:
            await connection.socket.close(code=UNKNOWN_OPCODE)

    async def _begin(self, connection: Connection, op: int, payload: Mapping[str, Any]) -> None:
        if connection.session:
            await connection.socket.close(code=AUTHENTICATED_ALREADY)
        elif payload["token"].removeprefix("Bot ") != self.token:
            await connection.socket.close(code=WRONG_TOKEN, message=b"Authentication failed.")
        elif op == IDENTIFY:
            await self._identify(connection, payload)
        else:
            await self._resume(connection, payload)
        self._changed()

    async def _identify(self, connection: Connection, payload: Mapping[str, Any]) -> None:
        intents = discord.Intents.none()
        intents.value = payload["intents"]
        if portal.missing_privileged_intents(intents, self.approved):
            await connection.socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return
        shard, shards = payload.get("shard") or (0, 1)
        session = Session((shard, shards), intents)
        self.sessions = {id: each for id, each in self.sessions.items() if each.shard != session.shard}
        self._welcome(session)
        self.sessions[session.id] = session
        self.identified += 1
        connection.tell(session, 0)

    def _welcome(self, session: Session) -> None:
        shard, shards = session.shard
        guilds = [guild for guild in self._world.guilds_of_bot() if (guild.id >> 22) % shards == shard]
        ready = {
            "v": 10,
            "user": dict(serializers.user_payload(self._world.bot)),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": URL,
            "shard": [shard, shards],
            "application": {"id": str(self._world.backend.application_id), "flags": 0},
        }
        session.add("READY", ready)
        for guild in guilds:
            whole = serializers.guild_create_payload(self._world.backend, guild)
            session.add("GUILD_CREATE", self._seen_with(session.intents, "GUILD_CREATE", whole))

    async def _resume(self, connection: Connection, payload: Mapping[str, Any]) -> None:
        session, seen = self.sessions.get(payload["session_id"]), payload["seq"]
        if session is None:
            await connection.say(INVALID_SESSION, False)
        elif not isinstance(seen, int) or not 0 <= seen <= len(session.events):
            await connection.socket.close(code=BAD_SEQUENCE)
        else:
            session.add("RESUMED", {})
            self.resumed += 1
            connection.tell(session, seen)

    def cut(self) -> None:
        for connection in self.connections:
            connection.cut()

    async def invalidate(self, *, resumable: bool = False) -> None:
        if not resumable:
            self.sessions.clear()
        for connection in self.connections:
            await connection.say(INVALID_SESSION, resumable)

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close(code=1001)


def _packing(compress: str) -> Callable[[bytes], bytes] | None:
    if compress == "zlib-stream":
        packer = zlib.compressobj()
        return lambda data: packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    if compress == "zstd-stream":
        stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None
