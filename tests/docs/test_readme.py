"""What the README shows is what the program says today"""

from pathlib import Path

from scripts.readme_session import README, picture_file, shown, with_session


async def test_the_session_and_the_pictures_are_those_of_the_running_program(tmp_path: Path) -> None:
    text, pictures = await shown(tmp_path)
    readme = README.read_text("utf-8")
    assert text in readme, "run: make pictures"
    assert with_session(readme, text) == readme
    for name, svg in pictures.items():
        assert picture_file(name).read_text("utf-8") == svg, "run: make pictures"
