"""/mydata on Discord: files for the learner alone, and a question before all is gone"""

import json

from bot.models import Identity
from bot.platforms.discord.drawing import draw
from bot.platforms.discord.drawn import Sent, Words, unpictured
from bot.platforms.discord.limits import UPLOAD, UPLOADS
from bot.replies import Attachment, Reply
from tests.platforms.discord.schoolhouse import schoolhouse

UPDATE = 6


async def test_the_export_comes_as_files_that_only_they_see():
    async with schoolhouse() as at:
        await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
        asked = await at.wire.slash(at.ada, at.channel, "mydata export")
        told = await asked.reply(lambda it: it.attachments)
        assert asked.ephemeral
        assert told.ephemeral
        names = [it["filename"] for it in told.attachments]
        assert names == ["studyhall.json", "reviews.csv", "studyhall.apkg"]
        data = at.wire.world.backend.cdn.get(told.attachments[0]["url"])
        held = json.loads(data)
        assert [row["user"] for row in held["identities"]] == [str(at.ada.id)]
        assert len(held["cards"]) == 2


async def test_it_is_asked_in_a_message_that_then_says_that_all_is_gone():
    async with schoolhouse() as at:
        await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
        asked = await (await at.wire.slash(at.ada, at.channel, "mydata delete")).reply()
        assert "2 cards" in asked.words
        tapped = await at.wire.tap(at.ada, asked, "Delete everything")
        assert tapped.kind == UPDATE
        gone = await tapped.reply(lambda it: "hold nothing of you" in it.words)
        assert gone.id == asked.id
        assert "Delete everything" not in [it.label for it in gone.controls]
        empty = await (await at.wire.slash(at.ada, at.channel, "review")).reply()
        assert "no cards to review" in empty.words
        learner = await at.at.record.learner(Identity("discord", str(at.ada.id)))
        assert (await at.at.record.everything_of(learner))["cards"] == []


async def test_it_can_be_kept_after_all():
    async with schoolhouse() as at:
        asked = await (await at.wire.slash(at.ada, at.channel, "mydata delete")).reply()
        tapped = await at.wire.tap(at.ada, asked, "Keep it")
        kept = await tapped.reply(lambda it: "Nothing was deleted" in it.words)
        assert kept.id == asked.id


def shown(*files: Attachment) -> list[list[str]]:
    """The names of the files that are sent, and all words."""
    blocks = [block for drawn in draw(Reply(files)) for block in drawn.blocks]
    return [
        [block.file for block in blocks if isinstance(block, Sent)],
        [block.markdown for block in blocks if isinstance(block, Words)],
    ]


def test_a_file_that_is_too_large_is_left_out_and_that_is_said():
    sent, words = shown(Attachment("a.json", b"x" * (UPLOAD + 1), "All."), Attachment("b.csv", b"x", "Some."))
    assert sent == ["b.csv"]
    assert "Left out" in "\n".join(words)


def test_files_that_are_too_large_together_are_sent_as_far_as_they_go():
    each = b"x" * UPLOAD
    sent, words = shown(*(Attachment(f"{n}.bin", each, "A file.") for n in range(3)))
    assert len(sent) == UPLOADS // UPLOAD
    assert "Left out" in "\n".join(words)


def test_names_are_such_as_an_address_takes_and_each_is_its_own():
    sent, _ = shown(
        *(Attachment("a b/../é.json", b"x", "A file.") for _ in range(2)), Attachment("…", b"", "")
    )
    assert len(set(sent)) == 3
    assert all(name.isascii() and not set(name) & set(" /") for name in sent)


def test_where_no_file_may_be_sent_that_is_said():
    (drawn,) = draw(Reply((Attachment("a.json", b"x", "All."),)))
    told = unpictured(drawn).blocks
    assert not [block for block in told if isinstance(block, Sent)]
    assert "I may not send files" in "\n".join(block.markdown for block in told if isinstance(block, Words))
