"""/review and /learn on Discord: seen by their learner alone, and one message from card to card"""

from tests.fakes.small_course import TERMS
from tests.platforms.discord.schoolhouse import named, schoolhouse

UPDATE, FORM = 6, 9
LAYER = TERMS[1].sections[0].text


async def test_a_word_that_all_see_is_learned_by_who_taps_and_told_to_them_alone():
    async with schoolhouse() as at:
        card = await (await at.wire.slash(at.ada, at.channel, "define", word="Layer")).reply()
        learned = await at.wire.tap(at.bob, card, "Learn this")
        assert learned.ephemeral
        assert "comes back in /review" in (await learned.reply()).words
        empty = await at.wire.slash(at.ada, at.channel, "review")
        assert "no cards to review" in (await empty.reply()).words


async def test_a_card_is_turned_and_rated_in_its_own_message_and_its_rating_taken_back():
    async with schoolhouse() as at:
        await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
        asked = await at.wire.slash(at.ada, at.channel, "review")
        front = await asked.reply()
        assert asked.ephemeral
        assert "0 due, 2 new today." in front.words
        turned = await at.wire.tap(at.ada, front, "Reveal")
        assert turned.kind == UPDATE
        both = await turned.reply(lambda it: "Answer" in it.words)
        assert both.id == front.id
        assert LAYER in both.words
        rated = await at.wire.tap(at.ada, both, "Good, 10 min")
        after = await rated.reply(lambda it: "comes back in 10 minutes" in it.words)
        assert after.id == front.id
        undone = await at.wire.slash(at.ada, at.channel, "review", undo=True)
        assert undone.ephemeral
        assert "Taken back." in (await undone.reply()).words


async def test_an_answer_is_typed_in_a_form_and_graded():
    async with schoolhouse() as at:
        await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
        front = await (await at.wire.slash(at.ada, at.channel, "review")).reply()
        put_off = await at.wire.tap(at.ada, front, "Not today")
        front = await put_off.reply(lambda it: "Put off" in it.words)
        opened = await at.wire.tap(at.ada, front, "Type the answer")
        assert opened.kind == FORM
        graded = await at.wire.submit(at.ada, opened, {"words": "layers"})
        both = await graded.reply(lambda it: "Answer" in it.words)
        assert both.words.startswith("Right")


async def test_what_was_set_aside_is_listed_and_brought_back():
    async with schoolhouse() as at:
        await (await at.wire.slash(at.ada, at.channel, "learn", name="Layer")).reply()
        front = await (await at.wire.slash(at.ada, at.channel, "review")).reply()
        turned = await at.wire.tap(at.ada, front, "Reveal")
        both = await turned.reply(lambda it: "Answer" in it.words)
        await (await at.wire.tap(at.ada, both, "Never again")).reply(lambda it: "come again" in it.words)
        asked = await at.wire.slash(at.ada, at.channel, "review", aside=True)
        assert asked.ephemeral
        listed = await asked.reply()
        assert "What does Layer mean?" in listed.words
        back = await (await at.wire.tap(at.ada, listed, "Bring back 1")).reply()
        assert "That card is back." in back.words


async def test_words_and_lessons_are_offered_to_learn():
    async with schoolhouse() as at:
        assert named(await at.wire.autocomplete(at.ada, at.channel, "learn", name="fine")) == [
            "Fine-tuning step by step",
            "Fine-tuning",
        ]
