"""a reply -> the messages that show it, where the command came from"""

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

import discord

from bot.acknowledging import Settled
from bot.buttons import encode
from bot.commands import Command
from bot.forms import FORMS, Form
from bot.messages.answers import TOLD_PRIVATELY
from bot.platforms.discord.composing import composed
from bot.platforms.discord.drawing import draw
from bot.platforms.discord.drawn import Drawn
from bot.platforms.discord.faults import delivering
from bot.platforms.discord.limits import MODAL_TITLE, TEXT_INPUT
from bot.replies import Reply

SEND = "Send Messages"
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
        for drawn in draw(reply):
            await self._follow_up(drawn, ephemeral=True)
        if waits:
            with delivering("withdraw"):
                await self._interaction.delete_original_response()

    async def message(self) -> discord.InteractionMessage:
        """What was shown last, as a message that a thread can hang on."""
        with delivering("find the answer's message"):
            return await self._interaction.original_response()

    async def _draw(self, reply: Reply) -> None:
        first, *others = draw(reply)
        view, files = await composed(first)
        with delivering("answer"):
            await self._interaction.edit_original_response(view=view, attachments=files)
        for number, drawn in enumerate(others):
            if number < len(self._more):
                view, files = await composed(drawn)
                with delivering("answer"):
                    await self._more[number].edit(view=view, attachments=files)
            else:
                self._more.append(await self._follow_up(drawn, ephemeral=self._alone))

    async def _follow_up(self, drawn: Drawn, *, ephemeral: bool) -> discord.WebhookMessage:
        view, files = await composed(drawn)
        with delivering("follow up"):
            return await self._interaction.followup.send(
                view=view, files=files, ephemeral=ephemeral, wait=True
            )


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
        for number, drawn in enumerate(draw(reply)):
            if number < len(self.shown):
                await revise(self.shown[number], drawn)
            else:
                self.shown.append(await self._send(drawn))

    async def tell(self, reply: Reply) -> None:
        """There is no private word in a channel without an interaction."""
        for drawn in draw(reply):
            await self._send(drawn)

    async def _send(self, drawn: Drawn) -> discord.Message:
        view, files = await composed(drawn)
        options: dict[str, Any] = {}
        if self._reply_to is not None and not self.shown:
            # A reply to what was deleted meanwhile is an answer all the same.
            to = discord.MessageReference.from_message(self._reply_to, fail_if_not_exists=False)
            options |= {"reference": to, "mention_author": False}
        if self._key:
            options["nonce"] = nonce_of(self._key, len(self.shown))
        with delivering("send a message", right=SEND):
            return await self._channel.send(view=view, files=files, **options)


def nonce_of(key: str, part: int) -> str:
    """At most the 25 characters that Discord takes: https://discord.com/developers/docs/resources/message"""
    return hashlib.sha256(f"{key} {part}".encode()).hexdigest()[:25]


async def revise(message: discord.Message | discord.PartialMessage, drawn: Drawn) -> None:
    view, files = await composed(drawn)
    with delivering("revise a message"):
        await message.edit(view=view, attachments=files)


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
