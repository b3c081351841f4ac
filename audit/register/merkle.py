"""The Merkle tree of RFC 9162, section 2.1: hashes, and a frontier that grows.

A frontier holds the roots of the full subtrees that the leaves so far fall into, from
left to right: all that is needed to append a leaf and to tell the root.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from audit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

HASH_BYTES = 32
#: Root of the tree without leaves: the hash of nothing.
EMPTY_ROOT = hashlib.sha256().digest()
_SIZE_BYTES = 8


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_hash(value: bytes) -> bool:
    """Tell whether the bytes can be the hash of a leaf or node."""
    return len(value) == HASH_BYTES


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree.

    Attributes:
        size: number of leaves.
        peaks: roots of the full subtrees, the largest first; one for each bit that is
            set in ``size``.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        """Return the frontier of a whole sequence of leaf hashes."""
        peaks: list[bytes] = []
        size = 0
        for leaf in leaves:
            _add(peaks, size, leaf)
            size += 1
        return cls(size, tuple(peaks))

    def append(self, leaf: bytes) -> Self:
        """Return the frontier of the tree with one leaf hash more."""
        peaks = list(self.peaks)
        _add(peaks, self.size, leaf)
        return type(self)(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash of all leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, node = self.peaks
        for peak in reversed(larger):
            node = node_hash(peak, node)
        return node

    def encode(self) -> bytes:
        """Return the frontier as bytes: the size in eight of them, then the peaks."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Read what ``encode`` wrote; InputError when it is anything else."""
        size = int.from_bytes(raw[:_SIZE_BYTES], "big")
        if len(raw) != _SIZE_BYTES + size.bit_count() * HASH_BYTES:
            raise InputError("the frontier of the log is damaged")
        starts = range(_SIZE_BYTES, len(raw), HASH_BYTES)
        return cls(size, tuple(raw[start : start + HASH_BYTES] for start in starts))


def _add(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Append a leaf to the peaks of ``size`` leaves.

    As in binary counting: each low bit set in the size is a subtree that now doubles.
    """
    node = leaf
    while size & 1:
        node = node_hash(peaks.pop(), node)
        size >>= 1
    peaks.append(node)
