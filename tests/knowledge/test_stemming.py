"""What the index of words makes of a language"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.adapters.lexical_index import TantivyIndex
from knowledge.adapters.stemming import Stemming
from knowledge.models import Change, Chunk, ChunkId, Library, LibraryId
from tests.fakes.memory_catalogue import MemoryCatalogue

COURSE = LibraryId("course")
LESSONS = {
    "de": ("Blattläuse saugen an Pflanzen; Marienkäfer fressen sie.", "Brot wird aus Mehl gebacken."),
    "fr": ("Les pucerons sucent la sève des plantes.", "Le pain est fait de farine."),
    "ru": ("Тля сосёт сок растений, а божьи коровки едят тлю.", "Хлеб пекут из муки."),
    "zh": ("蚜虫吸食植物的汁液，瓢虫吃蚜虫。", "面包是用面粉烤的。"),
    "ja": ("アブラムシは植物の汁を吸います。", "パンは小麦粉から焼かれます。"),
    "th": ("เพลี้ยอ่อนดูดน้ำเลี้ยงจากพืช", "ขนมปังอบจากแป้ง"),
    "eo": ("Afidoj suĉas sukon de plantoj.", "Pano estas bakita el faruno."),
}
ASKED = {
    "de": "Was frisst die Pflanze? Welche Blattlaus?",
    "fr": "que suce un puceron sur la plante ?",
    "ru": "что едят божьи коровки на растении?",
    "zh": "瓢虫吃什么？",
    "ja": "アブラムシは何を吸う？",
    "th": "เพลี้ยอ่อนกินอะไร",
    "eo": "kion faras afidoj?",
}


def chunk(number: int, text: str) -> Chunk:
    return Chunk(ChunkId(f"{number:032d}"), COURSE, f"{number}.md", "", (), text, number, f"hash{number}")


async def stream(language: str) -> AsyncIterator[Chunk]:
    for number, text in enumerate(LESSONS[language]):
        yield chunk(number, text)


@pytest.mark.parametrize("language", LESSONS)
async def test_words_are_found_in_their_language(tmp_path: Path, language: str) -> None:
    index = TantivyIndex(folder=tmp_path, catalogue=MemoryCatalogue())
    await index.build(COURSE, 1, stream(language), language)
    assert [int(hit.id) for hit in await index.search(COURSE, 1, ASKED[language], 5)] == [0]


async def test_a_lost_index_is_made_anew_in_the_librarys_language(tmp_path: Path) -> None:
    catalogue = MemoryCatalogue()
    lessons = tuple(chunk(number, text) for number, text in enumerate(LESSONS["de"]))
    await catalogue.switch(Change(Library(COURSE, COURSE, language="de-AT"), chunks=lessons))
    index = TantivyIndex(folder=tmp_path, catalogue=catalogue)
    assert [int(hit.id) for hit in await index.search(COURSE, 1, "eine Blattlaus", 5)] == [0]
    assert list(await index.rarity(COURSE, 1, "Was ist das für eine Blattlaus?")) == ["blattlaus"]


def test_a_text_without_blanks_gives_pairs_of_letters_and_keeps_its_latin_words() -> None:
    assert Stemming("zh").words("GPU计算机 2.0") == ["gpu", "计算", "算机", "2", "0"]
    assert Stemming("en").words("state-of-the-art") == ["state", "of", "the", "art"]


def test_stop_words_are_those_of_the_language() -> None:
    assert Stemming("de").carrying("Was ist die Photosynthese?") == ["photosynthese"]
    assert Stemming("en").carrying("What is the die made of?") == ["die", "made"]
