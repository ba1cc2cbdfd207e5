"""lesson -> pages"""

from bot.replies import Heading, plain
from bot.study.reading import Page, page_of, page_parts, pages
from knowledge.models import Lesson, LibraryId, Section


def lesson(*sections: Section) -> Lesson:
    return Lesson(LibraryId("x"), "a.md", "a", "Title", sections)


def test_a_page_is_an_outermost_heading_with_all_below_it():
    found = pages(
        lesson(
            Section((), "# Title\n\nIntro.\n"),
            Section(("One",), "## One\n\nText.\n"),
            Section(("One", "Deep"), "### Deep\n\nMore.\n"),
            Section(("Two",), "## Two\n\nEnd.\n"),
        )
    )
    assert [page.heading for page in found] == [(), ("One",), ("Two",)]
    assert "More." in found[1].markdown
    assert "# Title" not in found[0].markdown


def test_a_long_page_is_cut_at_a_sub_heading():
    long = "word " * 450
    found = pages(
        lesson(Section(("One",), f"## One\n\n{long}"), Section(("One", "Deep"), f"### Deep\n\n{long}"))
    )
    assert [page.heading for page in found] == [("One",), ("One", "Deep")]
    assert (
        page_of(lesson(Section(("One",), "## One\n\nx"), Section(("Two",), "## Two\n\ny")), ("Two", "z")) == 1
    )


def test_a_heading_alone_goes_with_what_follows():
    (found,) = pages(lesson(Section(("One",), "## One\n"), Section(("One", "Deep"), "### Deep\n\nText.\n")))
    assert found.heading == ("One",)


def test_a_section_without_its_heading_line_gets_one():
    assert page_parts(Page(("One",), "Text."))[0] == Heading(plain("One"), 2)


def test_a_lesson_without_text_has_no_pages():
    assert pages(lesson(Section((), "# Title\n"))) == ()
