"""Where vectors are kept: in an embedded Chroma inside the index's folder, or on a Chroma server for several replicas.

On a server nothing can be renamed when it is whole, so an index is published there instead: its collections are
written under names of their own, and last of all a collection that only says that they are complete. Whoever writes
that one first has built the index; whoever comes second takes the first one's and removes their own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from assistant.errors import IndexDamagedError, RetrievalError

Entries = Mapping[str, Mapping[str, Any]]
"""What an index says of its collections, by their names."""

SERVER_VERSION = "1."
"""How the version of a server begins whose interface is known here."""

PATIENCE = 30.0
"""Seconds that a server is waited for."""

OURS = "coverage-"
"""What the names of all collections begin with that we keep on a server."""

_MANIFEST = "manifest"
USED = "used"
"""In a collection's metadata: when it was made or last opened, in seconds since 1970."""

_PAGE = 100


class Store(Protocol):
    """A place for collections of vectors."""

    @property
    def place(self) -> str:
        """`embedded`, or the server's address."""
        ...

    def folder_name(self, digest: str) -> str:
        """The name of the local folder of an index whose vectors are kept here."""
        ...

    def client(self, folder: Path) -> Any:
        """A client of Chroma for the index in `folder`.

        Raises:
            IndexDamagedError: the files of an embedded Chroma cannot be opened.
            RetrievalError: a server does not answer, or is of a version that is not known here.
        """
        ...

    def close(self, client: Any) -> None:
        """Give a client back."""
        ...

    def prefix(self, digest: str) -> str:
        """What the names of a new build's collections begin with."""
        ...

    def published(self, client: Any, digest: str) -> Entries | None:
        """The collections of this index if another replica has built it, else None."""
        ...

    def publish(self, client: Any, digest: str, entries: Entries) -> Entries:
        """Say that these collections are the index; returns another replica's if that one was first."""
        ...

    def discard(self, client: Any, digest: str) -> None:
        """Take back what was published, as a part of it is damaged."""
        ...

    def used(self, client: Any, digest: str) -> None:
        """Note that the index is in use now."""
        ...


class EmbeddedStore:
    """Chroma in this process, one database in each index's folder."""

    place = "embedded"

    def folder_name(self, digest: str) -> str:
        """The digest itself."""
        return digest

    def client(self, folder: Path) -> Any:
        """A client of the database below `folder`."""
        path = folder / "chroma"
        try:
            import chromadb
            from chromadb.config import Settings

            return chromadb.PersistentClient(path=str(path), settings=Settings(anonymized_telemetry=False))
        except Exception as error:  # Chroma and its Rust core raise many kinds for a broken file
            raise IndexDamagedError(f"{path}: Chroma cannot open it ({error}).") from error

    def close(self, client: Any) -> None:
        """Close the database."""
        client.close()

    def prefix(self, digest: str) -> str:
        """Not the scheme's name: Chroma restricts signs and length, and a scheme's name may be in Japanese."""
        return "scheme-"

    def published(self, client: Any, digest: str) -> Entries | None:
        """Nobody else builds in this folder."""
        return None

    def publish(self, client: Any, digest: str, entries: Entries) -> Entries:
        """The folder is renamed when it is whole; nothing else needs saying."""
        return entries

    def discard(self, client: Any, digest: str) -> None:
        """The folder is removed as a whole."""

    def used(self, client: Any, digest: str) -> None:
        """The folder's own time says it."""


class ServedStore:
    """A Chroma server (`chroma run`) that replicas share."""

    def __init__(self, url: str) -> None:
        """Keep the address; nothing is asked yet."""
        self.place = url

    def folder_name(self, digest: str) -> str:
        """The digest and the server's: what is local belongs to that server's vectors."""
        return f"{digest}-{hashlib.sha256(self.place.encode()).hexdigest()[:8]}"

    def client(self, folder: Path | None = None) -> Any:
        """A client of the server, which has answered once."""
        served = self._version()
        if not served.startswith(SERVER_VERSION):
            raise RetrievalError(
                f"The Chroma server at {self.place} speaks version {served}; {SERVER_VERSION}x is needed."
                " Run the server of the installed chromadb package: `chroma run`.",
                field="ASSISTANT_CHROMA_URL",
            )
        return _connection(self.place)

    def close(self, client: Any) -> None:
        """Leave it open: one pool of connections a server serves the whole process."""

    def _version(self) -> str:
        import httpx

        try:
            reply = httpx.get(f"{self.place.rstrip('/')}/api/v2/version", timeout=PATIENCE)
            return str(reply.raise_for_status().json())
        except (httpx.HTTPError, ValueError) as error:
            raise RetrievalError(
                f"The Chroma server at {self.place} does not answer as one ({_first_line(error)})."
                " Start it with `chroma run`, or leave ASSISTANT_CHROMA_URL empty for the embedded index.",
                field="ASSISTANT_CHROMA_URL",
            ) from error

    def prefix(self, digest: str) -> str:
        """Two replicas that build at once write under different names."""
        return f"{OURS}{digest}-{secrets.token_hex(4)}-"

    def published(self, client: Any, digest: str) -> Entries | None:
        """What the collection of the index's name says."""
        found = _manifest(client, digest)
        return None if found is None else found.metadata and json.loads(found.metadata[_MANIFEST])

    def publish(self, client: Any, digest: str, entries: Entries) -> Entries:
        """Write the collection of the index's name, unless it is there."""
        try:
            client.create_collection(
                f"{OURS}{digest}",
                embedding_function=None,
                metadata={_MANIFEST: json.dumps(entries, sort_keys=True), USED: int(time.time())},
            )
        except Exception:
            first = self.published(client, digest)
            if first is None:  # it was no other replica that kept it from being written
                raise
            for name in entries:
                client.delete_collection(name)
            return first
        return entries

    def discard(self, client: Any, digest: str) -> None:
        """Remove the collection that says so, then those it names."""
        entries = self.published(client, digest)
        if entries is not None:
            client.delete_collection(f"{OURS}{digest}")
            names = {name for name, _, _ in self.collections(client)}
            for name in names & set(entries):
                client.delete_collection(name)

    def used(self, client: Any, digest: str) -> None:
        """Write the time into the collection of the index's name."""
        found = _manifest(client, digest)
        if found is not None:
            found.modify(metadata={**found.metadata, USED: int(time.time())})

    def collections(self, client: Any) -> Iterator[tuple[str, str, int]]:
        """Name, digest and time (seconds since 1970; 0 where none is known) of each collection of ours."""
        offset = 0
        while page := client.list_collections(limit=_PAGE, offset=offset):
            for each in page:
                if each.name.startswith(OURS):
                    at = (each.metadata or {}).get(USED, 0)
                    yield each.name, each.name.removeprefix(OURS).split("-")[0], int(at)
            offset += len(page)


def open_store(url: str | None) -> EmbeddedStore | ServedStore:
    """The place that a setting names: a server's address, or nothing for the embedded one."""
    return ServedStore(url) if url else EmbeddedStore()


@cache
def _connection(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    client: Any = chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )
    client._server._session.timeout = PATIENCE  # Chroma itself would wait for ever
    return client


def _manifest(client: Any, digest: str) -> Any:
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(f"{OURS}{digest}", embedding_function=None)
    except NotFoundError:
        return None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
