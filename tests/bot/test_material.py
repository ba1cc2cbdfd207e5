"""what somebody sent -> files with safe names, within limits"""

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnusableMaterial
from bot.material.files import LONGEST_NAME, MOST_BYTES, MOST_FILES, opened, safe_name
from bot.models import Upload


def zipped(files: dict[str, bytes], *more: tuple[zipfile.ZipInfo, bytes]) -> Upload:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
        for info, content in more:
            into.writestr(info, content)
    return Upload("course.zip", held.getvalue())


def names(*sent: Upload) -> list[str]:
    return [file.name for file in opened(sent).files]


def test_a_zip_keeps_its_inner_folders():
    found = opened((zipped({"glossary/moss.md": b"Moss", "lessons/a b.md": b"# A"}), Upload("c.csv", b"x")))
    assert [(file.name, file.content) for file in found.files] == [
        ("glossary/moss.md", b"Moss"),
        ("lessons/a b.md", b"# A"),
        ("c.csv", b"x"),
    ]
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("moss.md", "moss.md"),
        ("../../etc/passwd.md", "passwd.md"),
        ("/etc/moss.md", "moss.md"),
        ("C:\\lessons\\moss.md", "moss.md"),
        ("a\x00b\n`rm`.md", "a b rm.md"),
        ("Größe – 日本.md", "Größe – 日本.md"),
        ("con.md", "_con.md"),
        ("moss.md. ", "moss.md"),
        ("x" * 300 + ".md", "x" * (LONGEST_NAME - 3) + ".md"),
    ],
)
def test_a_name_becomes_a_plain_one(name: str, kept: str):
    assert names(Upload(name, b"")) == [kept]


@pytest.mark.parametrize("name", ["", ".", "..", "...", ".env", "a/.env", "/", "\x00", " . . "])
def test_a_hidden_file_or_no_name_at_all_is_left_out_and_told(name: str):
    found = opened((Upload(name, b"x"),))
    assert not found.files
    assert [reason for _, reason in found.skipped] == ["That is no name for a lesson."]


@given(st.text(max_size=200), st.booleans())
def test_no_name_leads_out_of_its_folder(name: str, folders: bool):
    safe = safe_name(name, folders=folders)
    parts = safe.split("/") if safe else []
    assert not any(part in ("", ".", "..") or part.startswith(".") or "\\" in part for part in parts)
    assert folders or len(parts) <= 1
    assert all(len(part.encode()) <= 250 and part == part.strip() for part in parts)


@pytest.mark.parametrize("name", ["../moss.md", "a/../../moss.md", "/moss.md", "C:/moss.md", "..\\moss.md"])
def test_what_leads_out_of_a_zip_is_left_out_and_told(name: str):
    found = opened((zipped({name: b"x", "ok.md": b"y"}),))
    assert [file.name for file in found.files] == ["ok.md"]
    assert [reason for _, reason in found.skipped] == ["Its name leads out of the zip."]


def test_links_locked_and_nested_zips_are_left_out_and_told():
    link = zipfile.ZipInfo("passwords.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    inner = zipped({"a.md": b"x"}).content
    found = opened((zipped({"inner.zip": inner, "ok.md": b"y"}, (link, b"/etc/passwd")),))
    assert [file.name for file in found.files] == ["ok.md"]
    assert dict(found.skipped) == {
        "inner.zip": "It is a zip within a zip: send it by itself.",
        "passwords.md": "It is a link.",
    }


def test_what_a_system_puts_into_a_zip_is_not_spoken_of():
    found = opened((zipped({"__MACOSX/._a.md": b"x", ".DS_Store": b"x", "a.md": b"y"}),))
    assert [file.name for file in found.files] == ["a.md"]
    assert found.skipped == ()


def test_two_of_one_name_are_told_apart_whatever_the_capitals():
    assert names(Upload("a.md", b"1"), Upload("A.md", b"2"), zipped({"a.md": b"3"})) == [
        "a.md",
        "A-2.md",
        "a-3.md",
    ]


def test_as_many_files_as_are_allowed_and_no_more():
    assert len(names(*(Upload(f"{n}.md", b"") for n in range(MOST_FILES)))) == MOST_FILES
    with pytest.raises(UnusableMaterial, match=f"I take {MOST_FILES} files"):
        opened([Upload(f"{n}.md", b"") for n in range(MOST_FILES + 1)])
    with pytest.raises(UnusableMaterial, match=f"I take {MOST_FILES} files"):
        opened((zipped({f"{n}.md": b"" for n in range(MOST_FILES + 1)}),))


def test_ten_megabytes_are_taken_and_one_byte_more_is_not():
    most = zipped({"a.md": bytes(MOST_BYTES - 1)})
    assert sum(len(file.content) for file in opened((most, Upload("b.md", b"x"))).files) == MOST_BYTES
    with pytest.raises(UnusableMaterial, match="I take 10 MB"):
        opened((most, Upload("b.md", b"xy")))
    with pytest.raises(UnusableMaterial, match="I take 10 MB"):
        opened((Upload("b.md", bytes(MOST_BYTES + 1)),))


def test_a_zip_that_lies_about_its_size_is_not_unpacked_beyond_the_limit():
    bomb = bytearray(zipped({"a.md": bytes(MOST_BYTES * 3)}).content)
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UnusableMaterial):
        opened((Upload("bomb.zip", bytes(bomb)),))


@pytest.mark.parametrize("damage", ["text", "cut", "empty"])
def test_a_zip_that_cannot_be_opened_is_told(damage: str):
    whole = zipped({"a.md": b"Moss drinks rain. " * 500}).content
    broken = {"text": b"no zip", "cut": whole[:-30], "empty": b""}[damage]
    with pytest.raises(UnusableMaterial, match=r"“course\.zip” is no zip that I can open"):
        opened((Upload("course.zip", broken),))


def test_a_damaged_file_in_a_zip_is_told_by_its_name():
    whole = zipped({"a.md": b"Moss drinks rain. " * 500}).content
    broken = whole[:40] + bytes(20) + whole[60:]
    with pytest.raises(UnusableMaterial, match=r"“a\.md” cannot be unpacked"):
        opened((Upload("course.zip", broken),))
