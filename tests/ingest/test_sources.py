"""Folders and files become sources with keys that last, and only what changed is read anew"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.sources import LARGEST, Difference, Found, SourceFile, compare, find
from knowledge.models import SourceState


def folder(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    root.mkdir(exist_ok=True)
    return root


def states(*found: Found) -> list[SourceState]:
    return [SourceState(file.source, file.root, file.content_hash) for each in found for file in each.files]


def sources(found: Found) -> list[str]:
    return [file.source for file in found.files]


def again(root: Path, held: list[SourceState]) -> Difference:
    found = find([root], held)
    return compare(found.files, held, found.roots)


def slugs(found: Found) -> dict[str, str]:
    return {file.source: file.slug for file in found.files}


def reasons(found: Found) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in found.skipped}


def named(files: tuple[SourceFile, ...]) -> list[str]:
    return [file.source for file in files]


def test_a_source_is_the_path_within_the_root(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"b.md": "B", "lessons/a.md": "A", "terms.csv": "C"})
    found = find([course])
    assert sources(found) == ["b.md", "lessons/a.md", "terms.csv"]
    assert found.roots == (str(course),)


def test_sources_of_several_roots_begin_with_the_root_they_lie_in(tmp_path: Path) -> None:
    one, other = (folder(tmp_path / name, {"a.md": name}) for name in ("bread", "cake"))
    assert sources(find([one, other])) == ["bread/a.md", "cake/a.md"]


def test_two_roots_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one, other = (folder(tmp_path / name / "course", {"a.md": name}) for name in ("x", "y"))
    assert sources(find([one, other])) == ["course-2/a.md", "course/a.md"]


def test_single_files_are_called_by_their_names(tmp_path: Path) -> None:
    course = folder(tmp_path / "c", {"a.md": "A", "b.md": "B", "d/a.md": "other"})
    assert sources(find([course / "a.md", course / "b.md"])) == ["a.md", "b.md"]
    assert sources(find([course / "a.md", course / "d" / "a.md"])) == ["a.md", "d/a.md"]


def test_a_file_that_two_roots_hold_is_read_once(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"lessons/a.md": "A"})
    assert len(find([course, course / "lessons", course / "lessons" / "a.md"]).files) == 1


def test_a_root_that_is_added_later_leaves_the_sources_of_the_first(tmp_path: Path) -> None:
    bread, cake = (folder(tmp_path / name, {"a.md": name}) for name in ("bread", "cake"))
    first = find([bread])
    second = find([cake], states(first))
    assert sources(second) == ["cake/a.md"]
    held = states(first, second)
    assert sources(find([bread], held)) == ["a.md"]
    assert sources(find([cake, bread], held)) == ["a.md", "cake/a.md"]


def test_a_root_keeps_its_prefix_when_it_is_ingested_alone(tmp_path: Path) -> None:
    bread, cake = (folder(tmp_path / name, {"a.md": name}) for name in ("bread", "cake"))
    held = states(find([bread, cake]))
    found = find([cake], held)
    difference = compare(found.files, held, found.roots)
    assert named(difference.unchanged) == ["cake/a.md"]
    assert difference.gone == ()


def test_what_is_new_changed_or_gone_is_told(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"same.md": "1", "changed.md": "1", "gone.md": "1"})
    held = states(find([course]))
    (course / "gone.md").unlink()
    folder(course, {"changed.md": "2", "new.md": "1"})
    difference = again(course, held)
    assert named(difference.fresh) == ["changed.md", "new.md"]
    assert named(difference.unchanged) == ["same.md"]
    assert difference.gone == ("gone.md",)


def test_nothing_is_gone_from_a_root_that_was_not_given(tmp_path: Path) -> None:
    bread, cake = (folder(tmp_path / name, {"a.md": name}) for name in ("bread", "cake"))
    held = states(find([bread, cake]))
    (cake / "a.md").unlink()
    assert again(bread, held).gone == ()
    assert again(cake, held).gone == ("cake/a.md",)


def test_a_root_that_is_not_there_is_skipped_and_loses_nothing(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"a.md": "A"})
    held = states(find([course]))
    missing = course.rename(tmp_path / "elsewhere")
    found = find([course], held)
    assert reasons(found) == {str(course): "There is no such file or folder."}
    assert compare(found.files, held, found.roots).gone == ()
    assert missing.is_dir()


def test_another_course_file_makes_every_lesson_fresh(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"a.md": "A", "course.yaml": "base_url: https://example.org"})
    held = states(find([course]))
    assert sources(find([course])) == ["a.md"]
    folder(course, {"course.yaml": "base_url: https://example.com"})
    assert named(again(course, held).fresh) == ["a.md"]


def test_hidden_files_and_installed_packages_are_left_alone(tmp_path: Path) -> None:
    names = [".hidden.md", ".git/a.md", "node_modules/b/readme.md", ".venv/c.md", "a.md"]
    found = find([folder(tmp_path / "course", dict.fromkeys(names, "A"))])
    assert (sources(found), found.skipped) == (["a.md"], ())


def test_pictures_are_silent_and_documents_in_other_formats_are_named(tmp_path: Path) -> None:
    found = find([folder(tmp_path / "course", {"a.png": "", "LICENSE": "", "b.pdf": "", "c/d.ipynb": ""})])
    assert reasons(found) == {
        "b.pdf": "Studyhall cannot read PDF yet: save it as Markdown.",
        "c/d.ipynb": "Studyhall cannot read notebooks yet: save it as Markdown.",
    }


def test_a_single_file_that_cannot_be_read_says_so_by_its_suffix(tmp_path: Path) -> None:
    found = find([folder(tmp_path, {"a.png": ""}) / "a.png"])
    assert reasons(found) == {"a.png": "Studyhall cannot read .png files: save it as Markdown."}


def test_a_file_beyond_all_measure_is_skipped(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"a.md": "A"})
    with (course / "log.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    found = find([course])
    assert sources(found) == ["a.md"]
    assert reasons(found)["log.csv"].startswith("It is too long")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = folder(tmp_path / "home", {"secret.md": "S"})
    course = folder(tmp_path / "course", {"a.md": "A"})
    (course / "b.md").symlink_to(secret / "secret.md")
    (course / "all.md").symlink_to(secret, target_is_directory=True)
    (course / "inner.md").symlink_to(course / "a.md")
    found = find([course])
    assert sources(found) == ["a.md", "inner.md"]
    assert set(reasons(found)) == {"all.md", "b.md"}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_that_leads_to_itself_ends_nothing(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {"a.md": "A"})
    (course / "loop").symlink_to(course / "loop")
    (course / "loop.md").symlink_to(course / "loop.md")
    found = find([course])
    assert sources(found) == ["a.md"]
    assert set(reasons(found)) == {"loop.md"}


def test_a_file_name_that_is_no_text_gets_a_source_that_is(tmp_path: Path) -> None:
    course = folder(tmp_path / "course", {})
    try:
        Path(os.fsdecode(os.fsencode(course) + b"/caf\xe9.md")).write_text("A")
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    (file,) = find([course]).files
    assert file.source.encode("utf-8").startswith(b"caf")


def test_a_lesson_is_called_by_its_file_or_by_its_folder(tmp_path: Path) -> None:
    files = ["Transfer_Learning.md", "2-Bread/README.md", "3-Cake/index.md", "README.md"]
    found = find([folder(tmp_path / "Baking Course", dict.fromkeys(files, "A"))])
    assert slugs(found) == {
        "2-Bread/README.md": "2-bread",
        "3-Cake/index.md": "3-cake",
        "README.md": "baking-course",
        "Transfer_Learning.md": "transfer-learning",
    }


def test_lessons_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    files = ["intro.md", "bread/intro.md", "cake/intro.md", "a/b/task.md", "a/c/task.md"]
    found = find([folder(tmp_path / "course", dict.fromkeys(files, "A"))])
    assert slugs(found) == {
        "a/b/task.md": "b-task",
        "a/c/task.md": "c-task",
        "bread/intro.md": "bread-intro",
        "cake/intro.md": "cake-intro",
        "intro.md": "intro",
    }


def test_slugs_that_folders_cannot_tell_apart_are_numbered(tmp_path: Path) -> None:
    found = find([folder(tmp_path / "course", {"a b.md": "1", "a-b.md": "2", "a_b.markdown": "3"})])
    assert sorted(slugs(found).values()) == ["a-b", "a-b-2", "a-b-3"]


def test_a_term_takes_no_slug_from_the_lesson_of_its_name(tmp_path: Path) -> None:
    course = folder(tmp_path / "c", {"lessons/crumb.md": "A", "glossary/crumb.md": "B", "crumb.yaml": "C"})
    assert slugs(find([course]))["lessons/crumb.md"] == "crumb"


def test_slugs_of_roots_that_are_not_read_now_stay_taken(tmp_path: Path) -> None:
    bread, cake = (folder(tmp_path / name, {"intro.md": name}) for name in ("bread", "cake"))
    first = find([bread])
    second = find([cake], states(first))
    assert slugs(first) == {"intro.md": "intro"}
    assert slugs(second) == {"cake/intro.md": "cake-intro"}
    assert again(cake, states(first, second)).fresh == ()
