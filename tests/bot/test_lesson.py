"""/lessons and /lesson through the dispatcher"""

from dataclasses import replace
from functools import partial

from bot.commands import ListLessons, ReadLesson
from knowledge.models import Change, Lesson, Library, LibraryId, Section, Term, TermSection
from tests.bot.bench import bench
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.scripted_platform import button, labels, text_of
from tests.fakes.small_course import TRANSFER


async def test_lessons_are_listed_by_track_with_their_minutes():
    at = await bench()
    assert text_of(await at.platform.send(ListLessons())).splitlines()[:4] == [
        "Foundations (1 lesson, 7 minutes)",
        "Reusing a model, 7 min",
        "Adapting models (1 lesson, 1 minute)",
        "Fine-tuning step by step, 1 min",
    ]


async def test_lessons_of_one_title_in_two_libraries_are_told_apart_and_kept_apart():
    taught = MemoryCatalogue()
    for slug in ("forest", "garden"):
        library = LibraryId(slug)
        moss = Lesson(library, "moss.md", "moss", "Moss", (Section((), "Moss grows."),))
        await taught.switch(Change(Library(library, slug), lessons=(moss,)))
    at = await bench(taught=taught)
    await at.platform.send(ReadLesson("moss", 0))
    assert text_of(await at.platform.send(ListLessons())).splitlines()[1:3] == [
        "Moss in “forest”, 1 min ✓ read",
        "Moss in “garden”, 1 min",
    ]


async def test_the_cover_shows_place_minutes_summary_sections_and_key_terms():
    at = await bench()
    assert text_of(await at.platform.send(ReadLesson("transfer"))).splitlines() == [
        "Reusing a model",
        "1 of 1 in Foundations · 7 minutes",
        "What a model knows can be used again.",
        "Sections",
        "Introduction",
        "Why it works",
        "How to do it",
        "Key terms: Transfer learning",
        "[1] Reusing a model https://course.example/transfer",
    ]
    assert labels(at.platform.last) == ["Start reading", "Quiz me", "Learn its cards", "Transfer learning"]


async def test_the_cover_of_a_deck_of_many_cards_names_the_first_and_counts_the_rest():
    sections = tuple(Section((f"Part {n}",), f"## Part {n}\n\nMoss grows.\n\n") for n in range(50))
    words = tuple(
        Term(LibraryId("ai"), f"w.csv#{n}", f"Word {n}", (TermSection("", "A word."),)) for n in range(50)
    )
    deck = Lesson(
        LibraryId("ai"), "deck.apkg", "deck", "Deck", sections, terms=tuple(word.name for word in words)
    )
    taught = MemoryCatalogue()
    await taught.switch(Change(Library(LibraryId("ai"), "AI"), lessons=(deck,), terms=words))
    at = await bench(taught=taught)
    shown = text_of(await at.platform.send(ReadLesson("deck")))
    assert "Part 19\nand 30 more" in shown
    assert "Word 19 and 30 more" in shown


async def test_a_lesson_is_read_to_its_end_one_section_at_a_time():
    at = await bench()
    await at.platform.send(ReadLesson("transfer"))
    await at.platform.tap("Start reading")
    second = text_of(await at.platform.tap("Next"))
    assert second.startswith("Reusing a model, section 2 of 3\nWhy it works\n")
    end = text_of(await at.platform.tap("Next"))
    assert "Next in the course: Fine-tuning step by step." in end
    assert "Related" not in end
    assert labels(at.platform.last)[:3] == ["Back", "Quiz me", "Read Fine-tuning step by step"]


async def test_a_lesson_goes_on_where_it_was_left():
    at = await bench()
    await at.platform.send(ReadLesson("transfer", 1))
    await at.platform.send(ReadLesson("transfer"))
    assert text_of(await at.platform.tap("Go on at section 2")).startswith("Reusing a model, section 2 of 3")
    assert "begun" in text_of(await at.platform.send(ListLessons()))


async def test_a_lesson_read_to_the_end_is_marked_so():
    at = await bench()
    await at.platform.send(ReadLesson("transfer", 2))
    assert "✓ read" in text_of(await at.platform.send(ListLessons()))


async def test_a_section_beyond_the_end_is_the_last_one():
    at = await bench()
    assert "section 3 of 3" in text_of(await at.platform.send(ReadLesson("transfer", 99)))


async def test_an_unknown_lesson_brings_the_near_ones():
    at = await bench()
    reply = text_of(await at.platform.send(ReadLesson("tuning a piano")))
    assert reply.startswith("I know no lesson called “tuning a piano”.")
    assert "“Fine-tuning step by step”" in reply


async def test_a_key_term_opens_its_card():
    at = await bench()
    reply = await at.platform.send(ReadLesson("transfer"))
    card = await at.platform.send(button(reply, "Transfer learning").command)
    assert text_of(card).startswith("Transfer learning\nAlso: TL")


async def test_the_last_score_of_a_lessons_quiz_and_the_best_stand_at_the_lesson():
    at = await bench()
    learner = await at.record.learner(at.platform.origin.identity)
    for best, last, told in [(1.0, 0.99999, "99%, best 100%"), (0.29, 0.29, "29%")]:
        scores = partial(replace, best=best, last=last)
        await at.record.change_progress(learner, (TRANSFER.library, TRANSFER.source), scores, at.clock.now())
        listed = text_of(await at.platform.send(ListLessons()))
        assert f"Reusing a model, 7 min · begun · quiz {told}\n" in listed
        cover = text_of(await at.platform.send(ReadLesson("transfer", -1)))
        assert f"\nYour last quiz on it: {told}.\n" in cover
