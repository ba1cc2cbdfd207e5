"""VectorIndex: the promises that the fake, embedded Chroma and a Chroma server all keep"""

import asyncio
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.adapters.chroma_index import ChromaIndex
from knowledge.errors import StoreUnavailable
from knowledge.models import ChunkId, LibraryId
from knowledge.ports import VectorIndex, Vectors
from tests.fakes.indexes import MemoryVectorIndex

COURSE, OTHER = LibraryId("course"), LibraryId("other")
DIMENSION = 16


def unit_vectors(count: int, seed: int = 0) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def chunk_ids(count: int, letter: str = "c") -> tuple[ChunkId, ...]:
    return tuple(ChunkId(f"{letter}{number:031d}") for number in range(count))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("chroma-server")
    command = [Path(sys.executable).parent / "chroma", "run", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("chroma run did not start within a minute")


@pytest.fixture(params=["memory", "embedded", "server"])
async def index(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VectorIndex]:
    if request.param == "memory":
        yield MemoryVectorIndex()
        return
    url = request.getfixturevalue("chroma_url") if request.param == "server" else ""
    opened = ChromaIndex(folder=tmp_path / "chroma", url=url, embedder="words")
    for library in (COURSE, OTHER):
        await opened.drop(library)
    yield opened
    await opened.close()


async def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    ids, vectors = chunk_ids(40), unit_vectors(40)
    await index.add(COURSE, ids, vectors)

    hits = await index.nearest(COURSE, 1, vectors[7], 5)

    cosines = vectors @ vectors[7]
    assert [hit.id for hit in hits] == [ids[place] for place in np.argsort(-cosines)[:5]]
    assert [hit.score for hit in hits] == pytest.approx(sorted(cosines)[: -5 - 1 : -1], abs=1e-5)


async def test_a_library_without_vectors_gives_nothing(index: VectorIndex) -> None:
    assert await index.nearest(COURSE, 0, unit_vectors(1)[0], 5) == ()
    assert await index.ids(COURSE) == frozenset()
    assert await index.vectors(COURSE, chunk_ids(2)) == {}
    assert await index.among(COURSE, 0, unit_vectors(1)[0], chunk_ids(2)) == ()


async def test_asking_for_more_than_there_is_gives_all(index: VectorIndex) -> None:
    await index.add(COURSE, chunk_ids(3), unit_vectors(3))
    assert len(await index.nearest(COURSE, 1, unit_vectors(1)[0], 50)) == 3


async def test_what_is_nearest_lies_in_the_library_asked_for(index: VectorIndex) -> None:
    await index.add(COURSE, chunk_ids(3), unit_vectors(3))
    await index.add(OTHER, chunk_ids(3, "d"), unit_vectors(3, seed=1))
    hits = await index.nearest(OTHER, 1, unit_vectors(1)[0], 3)
    assert {hit.id for hit in hits} == set(chunk_ids(3, "d"))


async def test_one_lesson_is_scored_by_its_own_ids(index: VectorIndex) -> None:
    ids, vectors = chunk_ids(30), unit_vectors(30)
    await index.add(COURSE, ids, vectors)

    hits = await index.among(COURSE, 1, vectors[0], (ids[3], ids[9], ChunkId("unknown")))

    expected = sorted(((float(vectors[place] @ vectors[0]), ids[place]) for place in (3, 9)), reverse=True)
    assert [hit.id for hit in hits] == [id for _, id in expected]
    assert [hit.score for hit in hits] == pytest.approx([cosine for cosine, _ in expected], abs=1e-5)


async def test_adding_again_replaces(index: VectorIndex) -> None:
    ids, vectors = chunk_ids(2), unit_vectors(3)
    await index.add(COURSE, ids, vectors[:2])
    await index.add(COURSE, ids[:1], vectors[2:])

    known = await index.vectors(COURSE, ids)

    assert known[ids[0]] == pytest.approx(vectors[2], abs=1e-6)
    assert known[ids[1]] == pytest.approx(vectors[1], abs=1e-6)


async def test_what_was_removed_is_found_no_more(index: VectorIndex) -> None:
    ids, vectors = chunk_ids(10), unit_vectors(10)
    await index.add(COURSE, ids, vectors)
    await index.remove(COURSE, (ids[4], ChunkId("unknown")))

    assert await index.ids(COURSE) == frozenset(ids) - {ids[4]}
    assert ids[4] not in {hit.id for hit in await index.nearest(COURSE, 1, vectors[4], 10)}


async def test_a_dropped_library_can_be_filled_by_another_dimension(index: VectorIndex) -> None:
    await index.add(COURSE, chunk_ids(3), unit_vectors(3))
    await index.add(OTHER, chunk_ids(1), unit_vectors(1))
    await index.drop(COURSE)
    await index.add(COURSE, chunk_ids(1), np.eye(1, 4, dtype=np.float32))

    assert await index.ids(COURSE) == frozenset(chunk_ids(1))
    assert await index.ids(OTHER) == frozenset(chunk_ids(1))


async def test_adding_nothing_is_no_fault(index: VectorIndex) -> None:
    await index.add(COURSE, (), np.zeros((0, DIMENSION), dtype=np.float32))
    assert await index.ids(COURSE) == frozenset()


async def test_more_than_a_batch_goes_in_and_out_whole(index: VectorIndex) -> None:
    ids = chunk_ids(1500)
    await index.add(COURSE, ids, unit_vectors(1500))
    await index.remove(COURSE, ids[:1200])
    assert await index.ids(COURSE) == frozenset(ids[1200:])


WRITER = """
import asyncio, sys
from pathlib import Path
from knowledge.adapters.chroma_index import ChromaIndex
from tests.contracts.test_vector_index import COURSE, chunk_ids, unit_vectors

async def write(folder, url, rounds):
    index = ChromaIndex(folder=Path(folder), url=url, embedder="words")
    for round in range(int(rounds)):
        await index.add(COURSE, chunk_ids(100, chr(ord("f") + round)), unit_vectors(100, seed=round))
    await index.remove(COURSE, chunk_ids(5))
    await index.close()

asyncio.run(write(*sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["embedded", "server"])
async def test_a_new_generation_shows_what_another_process_wrote(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("chroma_url") if where == "server" else ""
    index = ChromaIndex(folder=tmp_path, url=url, embedder="words")
    await index.drop(COURSE)
    ids, vectors = chunk_ids(10), unit_vectors(10)
    await index.add(COURSE, ids, vectors)
    assert (await index.nearest(COURSE, 1, vectors[0], 1))[0].id == ids[0]

    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, str(tmp_path), url, "6")
    asked = 0
    while writer.returncode is None:
        await asyncio.gather(*(index.nearest(COURSE, 2 + asked, vector, 3) for vector in vectors[5:]))
        asked += 1
        await asyncio.sleep(0.01)

    assert writer.returncode == 0
    expected = {*ids[5:], *(id for round in range(6) for id in chunk_ids(100, chr(ord("f") + round)))}
    hits = await index.nearest(COURSE, 1_000_000, vectors[0], 1000)
    # What stands there is known exactly; the graph, asked for all of it, may lead past one in a hundred.
    assert await index.ids(COURSE) == expected
    among = await index.among(COURSE, 1_000_000, vectors[0], sorted(expected))
    assert {hit.id for hit in among} == expected
    assert {hit.id for hit in hits} <= expected
    assert len(hits) >= 0.99 * len(expected)
    await index.close()


async def test_the_official_client_reads_what_was_written(tmp_path: Path) -> None:
    import chromadb

    await ChromaIndex(folder=tmp_path, embedder="words").add(COURSE, chunk_ids(3), unit_vectors(3))

    client = chromadb.PersistentClient(str(tmp_path), chromadb.config.Settings(anonymized_telemetry=False))
    (collection,) = client.list_collections()

    found = collection.query(query_embeddings=[unit_vectors(3)[1].tolist()], n_results=1)
    assert found["ids"] == [[chunk_ids(3)[1]]]
    assert collection.configuration["hnsw"]["space"] == "cosine"
    client.close()


async def test_two_embedders_of_one_library_do_not_mix(tmp_path: Path) -> None:
    await ChromaIndex(folder=tmp_path, embedder="words").add(COURSE, chunk_ids(3), unit_vectors(3))
    assert await ChromaIndex(folder=tmp_path, embedder="others").ids(COURSE) == frozenset()


async def test_any_slug_is_a_name_that_chroma_takes(tmp_path: Path) -> None:
    index = ChromaIndex(folder=tmp_path, embedder="a/b c")
    for slug in ("a", "-", "x" * 600, "x" * 601):
        await index.add(LibraryId(slug), chunk_ids(1, slug[0]), unit_vectors(1))
        assert await index.ids(LibraryId(slug)) == frozenset(chunk_ids(1, slug[0]))


async def test_a_server_that_is_down_is_told_with_its_address() -> None:
    port = free_port()
    index = ChromaIndex(folder=Path("unused"), url=f"http://127.0.0.1:{port}", embedder="words")
    with pytest.raises(StoreUnavailable, match=f"127.0.0.1:{port} does not answer") as told:
        await index.nearest(COURSE, 1, unit_vectors(1)[0], 3)
    assert "STUDYHALL_CHROMA_URL" in told.value.hint


async def test_a_damaged_store_is_told_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database " * 1000)
    with pytest.raises(StoreUnavailable, match="cannot be read") as told:
        await ChromaIndex(folder=tmp_path, embedder="words").ids(COURSE)
    assert "studyhall ingest" in told.value.hint
