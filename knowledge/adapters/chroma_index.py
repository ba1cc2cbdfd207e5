"""chunk ids and vectors <-> Chroma, embedded in this process or on a server

One collection a library and embedder, never a metadata filter. Embedded, it speaks to Chroma's own
bindings: the `chromadb` package above them takes a second or two and 60 MB to import, and adds nothing
to vectors that come ready-made. The contract test opens what was written with the official client.
"""

import asyncio
import hashlib
import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from knowledge.errors import StoreUnavailable
from knowledge.models import ChunkId, LibraryId
from knowledge.ports import Hit, Vector, Vectors

_T = TypeVar("_T")

_TENANT, _DATABASE = "default_tenant", "default_database"
# Measured on 20,000 vectors in 200 clusters: all of the true nearest 32 were found, in 3 ms.
_SPACE = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}
_BATCH = 1000
_PATIENCE_S = 30.0


class ChromaIndex:
    """`url` names a server ("http://host:port"); without one the vectors lie in `folder`."""

    def __init__(self, *, folder: Path, url: str = "", embedder: str) -> None:
        self._embedder = embedder
        self._store: _Store = _Server(url) if url else _Embedded(folder)

    async def nearest(self, library: LibraryId, generation: int, vector: Vector, k: int) -> tuple[Hit, ...]:
        def find() -> tuple[Hit, ...]:
            self._store.follow(library, generation)
            return self._store.nearest(self._name(library), vector, k)

        return await self._run(find)

    async def among(
        self, library: LibraryId, generation: int, vector: Vector, ids: Sequence[ChunkId]
    ) -> tuple[Hit, ...]:
        def find() -> Mapping[ChunkId, Vector]:
            self._store.follow(library, generation)
            return self._store.vectors(self._name(library), ids)

        hits = [Hit(id, _cosine(own, vector)) for id, own in (await self._run(find)).items()]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id)))

    async def vectors(self, library: LibraryId, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        return await self._run(lambda: self._store.vectors(self._name(library), ids))

    async def add(self, library: LibraryId, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        if len(ids):
            await self._run(lambda: self._store.put(self._name(library), ids, vectors))

    async def ids(self, library: LibraryId) -> frozenset[ChunkId]:
        return await self._run(lambda: self._store.ids(self._name(library)))

    async def remove(self, library: LibraryId, ids: Collection[ChunkId]) -> None:
        if ids:
            await self._run(lambda: self._store.remove(self._name(library), tuple(ids)))

    async def drop(self, library: LibraryId) -> None:
        await self._run(lambda: self._store.drop(_prefix(library), but=""))

    async def drop_others(self, library: LibraryId) -> None:
        await self._run(lambda: self._store.drop(_prefix(library), but=self._name(library)))

    async def close(self) -> None:
        """Lets go of files and connections; the next call opens anew."""
        await asyncio.to_thread(self._store.close)

    def _name(self, library: LibraryId) -> str:
        return _prefix(library) + _digest(self._embedder)

    async def _run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.to_thread(self._told, work)

    def _told(self, work: Callable[[], _T]) -> _T:
        try:
            return work()
        except Timeout as error:
            raise StoreUnavailable(
                "The vectors are being written by another process.", hint="Wait a moment, then try again."
            ) from error
        except _chroma_errors() as error:
            raise self._store.trouble() from error


def _prefix(library: LibraryId) -> str:
    """Chroma's names: 3 to 512 letters, digits, dots and hyphens, a letter or digit at either end."""
    return f"library-{library[:40]}.{_digest(library)}."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _cosine(own: Vector, other: Vector) -> float:
    return min(1.0, max(-1.0, float(own @ other)))


def _vectors(ids: Sequence[str], found: Any) -> dict[ChunkId, Vector]:
    import numpy as np

    return dict(zip(map(ChunkId, ids), np.asarray(found, dtype=np.float32), strict=True))


def _chroma_errors() -> tuple[type[Exception], ...]:
    """Evaluated only when something was raised: the import is heavy."""
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, httpx.HTTPError, OSError, RuntimeError, ValueError)


def _batches(ids: Sequence[ChunkId]) -> Iterator[slice]:
    return (slice(start, start + _BATCH) for start in range(0, len(ids), _BATCH))


class _Store(Protocol):
    """Collections by name; one that is not there is empty."""

    def follow(self, library: LibraryId, generation: int) -> None: ...
    def nearest(self, name: str, vector: Vector, k: int) -> tuple[Hit, ...]: ...
    def vectors(self, name: str, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]: ...
    def put(self, name: str, ids: Sequence[ChunkId], vectors: Vectors) -> None: ...
    def ids(self, name: str) -> frozenset[ChunkId]: ...
    def remove(self, name: str, ids: Sequence[ChunkId]) -> None: ...
    def drop(self, prefix: str, *, but: str) -> None: ...
    def trouble(self) -> StoreUnavailable: ...
    def close(self) -> None: ...


class _Opened:
    """One view of the folder: it never sees what another process writes after it was opened."""

    def __init__(self, folder: Path) -> None:
        import chromadb_rust_bindings as rust

        self.bindings: Any = rust.Bindings(
            allow_reset=False,
            sqlite_db_config=rust.SqliteDBConfig(
                hash_type=rust.MigrationHash.MD5,
                migration_mode=rust.MigrationMode.Apply,
                url=str(folder / "chroma.sqlite3"),
            ),
            persist_path=str(folder),
            hnsw_cache_size=64,
        )
        self.collections: dict[str, str] = {}

    def collection(self, name: str) -> str | None:
        """Looked up in the list: to ask for one that is not there raises an error of the heavy package."""
        if name not in self.collections:
            listed = self.bindings.list_collections(None, 0, _TENANT, _DATABASE)
            self.collections |= {found.name: str(found.id) for found in listed}
        return self.collections.get(name)

    def made(self, name: str) -> str:
        settings = json.dumps({"hnsw": _SPACE, "spann": None, "embedding_function": None})
        made = self.bindings.create_collection(name, settings, None, None, True, _TENANT, _DATABASE)
        self.collections[name] = str(made.id)
        return self.collections[name]


class _Embedded:
    """Chroma in this process. Writers and whoever opens take turns over all processes; a query that
    runs keeps the view that it began with while another opens the next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.Lock()
        self._now: _Opened | None = None
        self._followed: dict[LibraryId, int] = {}

    def follow(self, library: LibraryId, generation: int) -> None:
        with self._opening:
            if generation > self._followed.get(library, -1):
                if self._now is not None:
                    self._now = self._open()
                self._followed[library] = generation

    def nearest(self, name: str, vector: Vector, k: int) -> tuple[Hit, ...]:
        opened = self._opened()
        collection = opened.collection(name)
        if not collection or k < 1:
            return ()
        found = opened.bindings.query(
            collection, None, [vector.tolist()], k, None, None, ["distances"], _TENANT, _DATABASE
        )
        return tuple(
            Hit(ChunkId(id), 1.0 - far) for id, far in zip(found.ids[0], found.distances[0], strict=True)
        )

    def vectors(self, name: str, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        known: dict[ChunkId, Vector] = {}
        for batch in _batches(ids):
            found = self._get(name, list(ids[batch]), ["embeddings"])
            if found is not None:
                known |= _vectors(found.ids, found.embeddings)
        return known

    def ids(self, name: str) -> frozenset[ChunkId]:
        found = self._get(name, None, [])
        return frozenset(map(ChunkId, found.ids)) if found is not None else frozenset()

    def _get(self, name: str, ids: list[ChunkId] | None, include: list[str]) -> Any:
        opened = self._opened()
        collection = opened.collection(name)
        if collection is None:
            return None
        return opened.bindings.get(collection, ids, None, None, 0, None, include, _TENANT, _DATABASE)

    def put(self, name: str, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        for batch in _batches(ids):
            with self._turn():
                opened = self._opened(turn=True)
                rows = vectors[batch].tolist()
                collection = opened.made(name)
                opened.bindings.upsert(
                    collection, list(ids[batch]), rows, None, None, None, _TENANT, _DATABASE
                )

    def remove(self, name: str, ids: Sequence[ChunkId]) -> None:
        for batch in _batches(ids):
            with self._turn():
                opened = self._opened(turn=True)
                if collection := opened.collection(name):
                    opened.bindings.delete(collection, list(ids[batch]), None, None, None, _TENANT, _DATABASE)

    def drop(self, prefix: str, *, but: str) -> None:
        with self._turn():
            opened = self._opened(turn=True)
            for found in opened.bindings.list_collections(None, 0, _TENANT, _DATABASE):
                if found.name.startswith(prefix) and found.name != but:
                    opened.bindings.delete_collection(found.name, _TENANT, _DATABASE)
                    opened.collections.pop(found.name, None)

    def trouble(self) -> StoreUnavailable:
        return StoreUnavailable(
            f"The vectors in {self._folder} cannot be read or written.",
            hint="Delete that folder and run studyhall ingest --reembed: it is made again from the lessons.",
        )

    def close(self) -> None:
        with self._opening:
            self._now = None

    def _opened(self, *, turn: bool = False) -> _Opened:
        with self._opening:
            if self._now is None:
                self._now = self._open(turn=turn)
            return self._now

    def _open(self, *, turn: bool = False) -> _Opened:
        if turn:
            return _Opened(self._folder)
        with self._turn():
            return _Opened(self._folder)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / ".turn.lock", timeout=_PATIENCE_S):
            yield


class _Server:
    """A Chroma server, which always shows what was last written."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connecting = threading.Lock()
        self._client: Any = None

    def follow(self, library: LibraryId, generation: int) -> None:
        """Nothing to do."""

    def nearest(self, name: str, vector: Vector, k: int) -> tuple[Hit, ...]:
        collection = self._collection(name)
        if collection is None or k < 1:
            return ()
        found = collection.query(query_embeddings=[vector.tolist()], n_results=k, include=["distances"])
        return tuple(
            Hit(ChunkId(id), 1.0 - far)
            for id, far in zip(found["ids"][0], found["distances"][0], strict=True)
        )

    def vectors(self, name: str, ids: Sequence[ChunkId]) -> Mapping[ChunkId, Vector]:
        collection = self._collection(name)
        known: dict[ChunkId, Vector] = {}
        for batch in _batches(ids if collection is not None else ()):
            found = collection.get(ids=list(ids[batch]), include=["embeddings"])
            known |= _vectors(found["ids"], found["embeddings"])
        return known

    def ids(self, name: str) -> frozenset[ChunkId]:
        collection = self._collection(name)
        return frozenset() if collection is None else frozenset(collection.get(include=[])["ids"])

    def put(self, name: str, ids: Sequence[ChunkId], vectors: Vectors) -> None:
        collection = self._connected().get_or_create_collection(
            name, configuration={"hnsw": _SPACE}, embedding_function=None
        )
        for batch in _batches(ids):
            collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])

    def remove(self, name: str, ids: Sequence[ChunkId]) -> None:
        collection = self._collection(name)
        for batch in _batches(ids if collection is not None else ()):
            collection.delete(ids=list(ids[batch]))

    def drop(self, prefix: str, *, but: str) -> None:
        for collection in self._connected().list_collections():
            if collection.name.startswith(prefix) and collection.name != but:
                self._connected().delete_collection(collection.name)

    def trouble(self) -> StoreUnavailable:
        where = urlsplit(self._url)
        return StoreUnavailable(
            f"The Chroma server at {where.hostname}:{where.port or 8000} does not answer.",
            hint="Start it (chroma run) or correct STUDYHALL_CHROMA_URL, then try again.",
        )

    def close(self) -> None:
        with self._connecting:
            if self._client is not None:
                self._client.close()
                # Chroma's own close leaves its connections open, and its inner client has some of its own.
                for inner in (self._client, self._client._admin_client):
                    inner._server._session.close()
            self._client = None

    def _collection(self, name: str) -> Any:
        from chromadb.errors import NotFoundError

        try:
            return self._connected().get_collection(name, embedding_function=None)
        except NotFoundError:
            return None

    def _connected(self) -> Any:
        with self._connecting:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        where = urlsplit(self._url)
        return chromadb.HttpClient(
            host=where.hostname or "localhost",
            port=where.port or 8000,
            ssl=where.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
