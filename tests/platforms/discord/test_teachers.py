"""What teachers do, in Discord"""

from bot.models import SpaceSettings, UnansweredQuestion
from bot.teaching import own_library
from tests.fakes.scripted_answerer import ScriptedAnswerer
from tests.fakes.small_course import silent
from tests.platforms.discord.schoolhouse import schoolhouse


async def test_a_teacher_sends_a_file_and_it_is_taken_in_for_this_server_alone():
    async with schoolhouse() as at:
        sent = await at.wire.slash(
            at.tess, at.channel, "library add", file=("moss.md", b"# Moss\n\nMoss drinks rain.\n")
        )
        told = await sent.reply()
        assert sent.ephemeral
        assert "1 lesson" in told.words
        assert await at.at.record.lendings() == {own_library(at.space): frozenset({at.space})}


async def test_who_does_not_teach_is_told_whom_to_ask():
    async with schoolhouse() as at:
        for typed in ("library list", "studyhall settings", "studyhall questions"):
            refused = await at.wire.slash(at.ada, at.channel, typed)
            assert "manages this place" in (await refused.reply()).words
            assert refused.ephemeral


async def test_the_role_that_the_settings_name_teaches():
    async with schoolhouse() as at:
        role = at.wire.world.role(at.guild, "Tutors")
        named = await at.wire.slash(at.tess, at.channel, "studyhall settings", teachers=role)
        await named.reply()
        assert (await at.at.record.settings(at.space)) == SpaceSettings(teacher_role=str(role.id))
        zoe = at.wire.world.person("zoe")
        at.wire.world.join(at.guild, zoe, roles=(role,))
        allowed = await at.wire.slash(zoe, at.channel, "studyhall questions")
        assert "manages this place" not in (await allowed.reply()).words


async def test_an_unanswered_question_is_answered_in_a_form_and_leaves_the_list():
    async with schoolhouse(answerer=ScriptedAnswerer(silent("When is the exam?"))) as at:
        asked = await at.wire.slash(at.ada, at.channel, "ask", question="When is the exam?")
        await asked.reply()
        listed = await at.wire.slash(at.tess, at.channel, "studyhall questions")
        page = await listed.reply()
        assert "When is the exam?" in page.words
        opened = await at.wire.tap(at.tess, page, "Answer 1")
        done = await at.wire.submit(at.tess, opened, {"words": "On Friday, in room 3."})
        await done.reply()
        unanswered: tuple[UnansweredQuestion, ...] = await at.at.record.unanswered(at.space)
        assert unanswered == ()


async def test_everyone_as_the_teachers_role_takes_the_role_away():
    async with schoolhouse() as at:
        await at.at.record.set_settings(at.space, SpaceSettings(teacher_role="7"))
        everyone = at.guild.roles[at.guild.id]
        cleared = await at.wire.slash(at.tess, at.channel, "studyhall settings", teachers=everyone)
        await cleared.reply()
        assert await at.at.record.settings(at.space) == SpaceSettings()


async def test_a_teacher_sees_how_the_class_gets_on_and_a_learner_does_not():
    async with schoolhouse() as at:
        shown = await at.wire.slash(at.tess, at.channel, "studyhall class")
        assert "Nothing was reviewed here" in (await shown.reply()).words
        assert shown.ephemeral
        refused = await at.wire.slash(at.ada, at.channel, "studyhall class")
        assert "manages this place" in (await refused.reply()).words


async def test_a_code_to_link_with_is_for_the_asker_alone():
    async with schoolhouse() as at:
        asked = await at.wire.slash(at.ada, at.channel, "link")
        assert "Your code is" in (await asked.reply()).words
        assert asked.ephemeral
        wrong = await at.wire.slash(at.ada, at.channel, "link", code="2222-2222")
        assert "I do not know that code" in (await wrong.reply()).words
