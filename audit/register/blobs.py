"""Contents by address, as files: durable before any record names them."""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
PART = ".part"


class Sealer(Protocol):
    """Turns contents into what is stored, and back."""

    @property
    def opens(self) -> bool:
        """Whether it can unseal; who holds recipients alone can only seal."""

    def seal(self, content: bytes) -> tuple[bytes, str]:
        """Return the bytes to store and the address that commits to the content."""

    def unseal(self, stored: bytes) -> tuple[bytes, str]:
        """Return the content and the address that it really has."""

    def salt(self, stored: bytes) -> bytes:
        """Return what is hashed before the content; nothing where it is plain."""


class Plain:
    """Stores contents as they are, so that ``sha256sum`` gives their address."""

    opens = True

    def seal(self, content: bytes) -> tuple[bytes, str]:
        """Return the content and its SHA-256."""
        return content, hashlib.sha256(content).hexdigest()

    def unseal(self, stored: bytes) -> tuple[bytes, str]:
        """Return the content and its SHA-256."""
        return self.seal(stored)

    def salt(self, stored: bytes) -> bytes:
        """Return nothing: the content alone is hashed."""
        del stored
        return b""


class FileBlobs:
    """Blobs as files: ``ab/abcdef…`` holds what is stored at the address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Write what is not there yet; all of it is on the disk when this returns.

        Folders are synced even for a file that was there: whoever renamed it may not
        have come to that yet. Its time is renewed, so that no sweep takes it.
        """
        folders = set()
        for address, stored in blobs.items():
            path = self.path(address)
            path.parent.mkdir(exist_ok=True)
            folders.add(path.parent)
            try:
                os.utime(path)
            except FileNotFoundError:
                write_whole(path, stored)
        for folder in (*sorted(folders), self.folder):
            sync_folder(folder)

    def replace(self, address: str, stored: bytes) -> None:
        """Put other bytes in the place of those at the address, at once or not."""
        path = self.path(address)
        write_whole(path, stored)
        sync_folder(path.parent)

    def missing(self, addresses: Collection[str]) -> set[str]:
        """Return the addresses that have no file."""
        return {address for address in addresses if not self.path(address).exists()}

    def get(self, address: str) -> bytes | None:
        """Return what is stored at the address; None when nothing is."""
        try:
            # As text: a verification reads all there are, and a Path takes its time.
            path = f"{self.folder}/{address[:2]}/{address}"
            with os.fdopen(os.open(path, _READ), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def sweep(self, known: Collection[str], before: float) -> int:
        """Remove what no record names and nobody touched since; return how many."""
        swept = 0
        for path in self._files():
            if path.name not in known and path.lstat().st_mtime < before:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def path(self, address: str) -> Path:
        """Return where an address is kept."""
        return self.folder / address[:2] / address

    def _files(self) -> Iterator[Path]:
        for folder in sorted(self.folder.iterdir()):
            yield from sorted(folder.iterdir())


def write_whole(path: Path, stored: bytes) -> None:
    """Write a file wholly or not at all; its name is not yet safe on the disk."""
    half = path.with_name(f"{path.name[:8]}.{secrets.token_hex(6)}{PART}")
    try:
        with os.fdopen(os.open(half, _CREATE, 0o600), "wb") as file:
            file.write(stored)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
