"""What the README shows is what the program says today"""

from pathlib import Path

from scripts.readme_session import README, picture_file, shown, with_session


async def test_the_session_and_the_pictures_are_those_of_the_running_program(tmp_path: Path) -> None:
    text, pictures = await shown(tmp_path)
    readme = README.read_text("utf-8")
    assert text in readme, "make pictures draws it anew"
    assert with_session(readme, text) == readme
    stale = [name for name, svg in pictures.items() if picture_file(name).read_text("utf-8") != svg]
    assert not stale, "make pictures draws them anew"
