"""Proofs over the tree of RFC 9162, 2.1.3 and 2.1.4: made, and checked without a log.

An inclusion path leads from one leaf to the root. A consistency path leads from an old
root to a later one, so that nothing the old one committed to was changed or removed.
Checking answers yes or no; it never raises. Sizes are taken as given: the same path may
fit several, and it is the signed head that binds a root to its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.register.merkle import Frontier, is_hash, node_hash

if TYPE_CHECKING:
    from collections.abc import Sequence


def inclusion_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the siblings on the way from the leaf to the root, the lowest first."""
    path = []
    start, end = 0, len(leaves)
    if not 0 <= index < end:
        raise IndexError(index)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root(leaves, middle, end))
            end = middle
        else:
            path.append(_root(leaves, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_path(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the nodes that lead from the root of the first leaves to that of all."""
    path = []
    start, end = 0, len(leaves)
    if not 0 < old_size <= end:
        raise IndexError(old_size)
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(_root(leaves, middle, end))
            end = middle
        else:
            path.append(_root(leaves, start, middle))
            start = middle
    if start:  # else this node is the old root itself, which the checker has
        path.append(_root(leaves, start, end))
    return tuple(reversed(path))


def is_included(
    leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether the path proves that the leaf stands at the index under the root."""
    if not 0 <= index < size or not all(map(is_hash, (leaf, root, *path))):
        return False
    sides = _sides(index, size)
    if len(path) != len(sides):
        return False
    node = leaf
    for on_the_left, sibling in zip(sides, path, strict=True):
        node = node_hash(sibling, node) if on_the_left else node_hash(node, sibling)
    return node == root


def is_extension(
    old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]
) -> bool:
    """Tell whether the path proves that the new tree begins with all of the old one.

    Args:
        old: size and root then; an empty tree commits to nothing and is refused.
        new: size and root now.
        path: what ``consistency_path`` gave.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size or not all(map(is_hash, (old_root, new_root))):
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if not all(map(is_hash, path)):
        return False
    return _joins(old_size, old_root, path, new_size) == (old_root, new_root)


def _joins(
    old_size: int, old_root: bytes, path: Sequence[bytes], new_size: int
) -> tuple[bytes, bytes] | None:
    """Return both roots as the path gives them; None for a path of another length.

    The way up begins at the smallest full subtree of the old tree: there, both trees
    still have the same node. Siblings on the left belong to both of them, those on the
    right to the new one alone.
    """
    full = (old_size & -old_size).bit_length() - 1
    is_whole = old_size == 1 << full
    seed, *siblings = (old_root, *path) if is_whole else (path or (b"",))
    sides = _sides(old_size - 1, new_size)[full:]
    if len(siblings) != len(sides):
        return None
    before = after = seed
    for on_the_left, sibling in zip(sides, siblings, strict=True):
        if on_the_left:
            before = node_hash(sibling, before)
            after = node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return before, after


def _sides(index: int, size: int) -> list[bool]:
    """Tell for each step from a leaf to the root whether the sibling is on the left.

    Up to where its way meets that of the last leaf, the bits of the index decide;
    above, the node is the right edge of the tree, and every sibling is on the left.
    """
    inner = (index ^ (size - 1)).bit_length()
    edge = (index >> inner).bit_count()
    return [bool(index >> level & 1) for level in range(inner)] + [True] * edge


def _split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    return Frontier.of(leaves[place] for place in range(start, end)).root
