"""a reply -> the messages that show it, where the command came from"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

import discord

from bot.acknowledging import Settled
from bot.buttons import encode
from bot.commands import Command
from bot.errors import NotPermitted
from bot.forms import FORMS, Form
from bot.messages.answers import TOLD_PRIVATELY
from bot.platforms.discord.composing import composed
from bot.platforms.discord.drawing import draw
from bot.platforms.discord.drawn import Drawn, unpictured
from bot.platforms.discord.faults import delivering
from bot.platforms.discord.limits import MODAL_TITLE, TEXT_INPUT
from bot.replies import Reply

SEND, IN_THREADS, ATTACH = "Send Messages", "Send Messages in Threads", "Attach Files"
FIELD = "words"
"""The custom id of a form's one field."""


class Surface(Protocol):
    async def show(self, reply: Reply) -> None:
        """Draw it, over what was shown before. Raises Undeliverable and its kin."""

    async def tell(self, reply: Reply) -> None:
        """A word beside what is shown, for the asker alone where the platform can."""


async def acknowledge(interaction: discord.Interaction, how: Settled, command: Command) -> None:
    """Within three seconds, and before anything else. Raises Gone where it was too late, or done already."""
    with delivering("acknowledge"):
        if how == "form":
            await interaction.response.send_modal(_modal(FORMS[type(command)], encode(command) or ""))
        elif how == "update":
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=how == "private", thinking=True)


Sent = TypeVar("Sent")
Send = Callable[[discord.ui.LayoutView, list[discord.File]], Awaitable[Sent]]


async def messages_of(reply: Reply) -> tuple[Drawn, ...]:
    """Off the event loop: a long lesson takes a while to draw."""
    return await asyncio.to_thread(draw, reply)


async def deliver(drawn: Drawn, send: Send[Sent], what: str, *, right: str = "") -> Sent:
    """With its pictures, or in words where the bot may send none. Raises Undeliverable and its kin."""
    view, files = await composed(drawn)
    try:
        with delivering(what, right=ATTACH if files else right):
            return await send(view, files)
    except NotPermitted:
        if not files:
            raise
    view, _ = await composed(unpictured(drawn))
    with delivering(what, right=right):
        return await send(view, [])


class InteractionSurface:
    """The message that an interaction is answered with; `how` it was acknowledged. Its token lives for 15
    minutes."""

    def __init__(self, interaction: discord.Interaction, how: Settled, *, own: bool) -> None:
        self._interaction = interaction
        self._how = how
        self._alone = how == "private" or (how == "update" and own)
        self._answered = False
        self._more: list[discord.WebhookMessage] = []

    async def show(self, reply: Reply) -> None:
        """A page turns in its place; what has no buttons is no page (an error, a passage), and is told beside
        it, so that what was open stays open."""
        if (self._how == "update" and not reply.buttons) or (self._how == "public" and reply.private):
            await self.tell(reply)
        else:
            await self._draw(reply)
            self._answered = True

    async def tell(self, reply: Reply) -> None:
        """What follows a message that still waits for its answer is taken for that answer, and is as public:
        so that one gets words first, and is taken away at last."""
        waits = self._how == "public" and not self._answered
        if waits:
            await self._draw(TOLD_PRIVATELY)
        for drawn in await messages_of(reply):
            await self._follow_up(drawn, ephemeral=True)
        if waits:
            with delivering("withdraw"):
                await self._interaction.delete_original_response()

    async def announce(self, reply: Reply) -> None:
        """For as long as nothing goes wrong: what is told then takes its place."""
        await self._draw(reply)

    async def message(self) -> discord.InteractionMessage:
        """What was shown last, as a message that a thread can hang on."""
        with delivering("find the answer's message"):
            return await self._interaction.original_response()

    async def _draw(self, reply: Reply) -> None:
        first, *others = await messages_of(reply)
        original = self._interaction.edit_original_response
        await deliver(first, lambda view, files: original(view=view, attachments=files), "answer")
        for number, drawn in enumerate(others):
            if number < len(self._more):
                await revise(self._more[number], drawn)
            else:
                self._more.append(await self._follow_up(drawn, ephemeral=self._alone))
        await _withdraw(self._more, len(others))

    async def _follow_up(self, drawn: Drawn, *, ephemeral: bool) -> discord.WebhookMessage:
        send = self._interaction.followup.send

        async def sent(view: discord.ui.LayoutView, files: list[discord.File]) -> discord.WebhookMessage:
            return await send(view=view, files=files, ephemeral=ephemeral, wait=True)

        return await deliver(drawn, sent, "follow up")


class ChannelSurface:
    """Messages of the bot's own in a channel, a thread or a DM; the first hangs on `reply_to`, if any. With a
    key each of them is made once, whoever tries again within some minutes."""

    def __init__(
        self,
        channel: discord.abc.Messageable,
        reply_to: discord.Message | discord.PartialMessage | None = None,
        *,
        key: str = "",
    ) -> None:
        self._channel = channel
        self._reply_to = reply_to
        self._key = key
        self.shown: list[discord.Message] = []

    async def show(self, reply: Reply) -> None:
        for number, drawn in enumerate(await messages_of(reply)):
            if number < len(self.shown):
                await revise(self.shown[number], drawn)
            else:
                self.shown.append(await self._send(drawn))
        await _withdraw(self.shown, number + 1)

    async def begin(self) -> None:
        """“… is typing”, for as long as an answer is being made. Raises NotPermitted where none could be
        sent."""
        with delivering("show that an answer is being made", right=self._right):
            await self._channel.typing()

    async def tell(self, reply: Reply) -> None:
        """There is no private word in a channel without an interaction."""
        for drawn in await messages_of(reply):
            await self._send(drawn)

    async def _send(self, drawn: Drawn) -> discord.Message:
        options: dict[str, Any] = {}
        if self._reply_to is not None and not self.shown:
            # A reply to what was deleted meanwhile is an answer all the same.
            to = discord.MessageReference.from_message(self._reply_to, fail_if_not_exists=False)
            options |= {"reference": to, "mention_author": False}
        if self._key:
            options["nonce"] = nonce_of(self._key, len(self.shown))

        async def sent(view: discord.ui.LayoutView, files: list[discord.File]) -> discord.Message:
            return await self._channel.send(view=view, files=files, **options)

        return await deliver(drawn, sent, "send a message", right=self._right)

    @property
    def _right(self) -> str:
        return IN_THREADS if isinstance(self._channel, discord.Thread) else SEND


def nonce_of(key: str, part: int) -> str:
    """At most the 25 characters that Discord takes: https://discord.com/developers/docs/resources/message"""
    return hashlib.sha256(f"{key} {part}".encode()).hexdigest()[:25]


async def revise(
    message: discord.Message | discord.PartialMessage | discord.WebhookMessage, drawn: Drawn
) -> None:
    async def edited(view: discord.ui.LayoutView, files: list[discord.File]) -> Any:
        return await message.edit(view=view, attachments=files)

    await deliver(drawn, edited, "revise a message")


async def _withdraw(messages: "list[Any]", kept: int) -> None:
    """What grew and then became shorter leaves nothing behind."""
    while len(messages) > kept:
        with delivering("withdraw"):
            await messages.pop().delete()


def _modal(form: Form, custom_id: str) -> discord.ui.Modal:
    """Finished as it is made: what comes back is read from its custom id, by whichever process."""
    style = discord.TextStyle.paragraph if form.paragraphs else discord.TextStyle.short
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=FIELD, style=style, placeholder=form.placeholder, max_length=min(form.longest, TEXT_INPUT)
    )
    modal = discord.ui.Modal(title=form.title[:MODAL_TITLE], custom_id=custom_id, timeout=None)
    modal.add_item(discord.ui.Label(text=form.label[:MODAL_TITLE], component=field))
    modal.stop()
    return modal


def words_in(interaction: discord.Interaction) -> str:
    """What was written into the form's field; empty where there is none."""
    data: Mapping[str, Any] = interaction.data or {}
    found: list[str] = []
    left: list[object] = list(data.get("components") or ())
    while left:
        component = left.pop()
        if isinstance(component, dict):
            if component.get("custom_id") == FIELD:
                found.append(str(component.get("value") or ""))
            left += [component.get("component"), *(component.get("components") or ())]
    return next(iter(found), "")
