"""The tree and its proofs: published values, laws, and every changed bit refused."""

import hashlib
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import InputError
from audit.register.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash
from audit.register.merkle_proofs import (
    consistency_path,
    inclusion_path,
    is_extension,
    is_included,
)
from tests.register.rfc6962 import CONSISTENCY, INCLUSION, LEAVES, ROOTS

HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
MANY = [leaf_hash(str(number).encode()) for number in range(200)]


def unhex(path: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, path))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = max(2**k for k in range(16) if 2**k < len(leaves))
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def flips(value: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(value)):
        changed = bytearray(value)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def changed_paths(path: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """The path with one bit flipped, one node gone, doubled or added."""
    for place, node in enumerate(path):
        for other in flips(node):
            yield (*path[:place], other, *path[place + 1 :])
        yield (*path[:place], *path[place + 1 :])
        yield (*path[: place + 1], *path[place:])
        yield (*path[:place], node[:-1], *path[place + 1 :])
    yield (*path, bytes(32))
    yield (bytes(32), *path)


def test_roots_are_the_published_ones() -> None:
    assert Frontier().root == EMPTY_ROOT == hashlib.sha256().digest()
    frontier = Frontier()
    for leaf, root in zip(HASHES, ROOTS, strict=True):
        frontier = frontier.append(leaf)
        assert frontier.root.hex() == root


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_paths_are_the_published_ones(index: int, size: int) -> None:
    path = unhex(INCLUSION[index, size])
    assert inclusion_path(HASHES[:size], index) == path
    root = bytes.fromhex(ROOTS[size - 1])
    assert is_included(HASHES[index], index, size, root, path)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_paths_are_the_published_ones(old: int, new: int) -> None:
    path = unhex(CONSISTENCY[old, new])
    assert consistency_path(HASHES[:new], old) == path
    roots = unhex(ROOTS)
    assert is_extension((old, roots[old - 1]), (new, roots[new - 1]), path)


def test_the_frontier_has_the_root_of_the_definition_at_every_size() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(MANY):
        assert frontier.root == root_of(MANY[:size])
        assert frontier == Frontier.of(MANY[:size])
        assert Frontier.decode(frontier.encode()) == frontier
        frontier = frontier.append(leaf)


@pytest.mark.parametrize(
    "raw",
    [b"", bytes(7), bytes(9), b"\0" * 7 + b"\1", b"\0" * 7 + b"\1" + bytes(31)],
    ids=["nothing", "short", "long", "no peak", "short peak"],
)
def test_a_damaged_frontier_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match="frontier"):
        Frontier.decode(raw)


@settings(max_examples=40, deadline=None)
@given(size=st.integers(1, 200), data=st.data())
def test_every_inclusion_path_proves_its_leaf_at_its_place_only(
    size: int, data: st.DataObject
) -> None:
    leaves = MANY[:size]
    index = data.draw(st.integers(0, size - 1))
    root, path = root_of(leaves), inclusion_path(leaves, index)
    assert is_included(leaves[index], index, size, root, path)
    for other in range(-1, size + 2):
        assert is_included(leaves[index], other, size, root, path) == (other == index)


@settings(max_examples=40, deadline=None)
@given(new=st.integers(1, 200), data=st.data())
def test_every_consistency_path_joins_its_two_roots_only(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new))
    path = consistency_path(MANY[:new], old)
    then, now = root_of(MANY[:old]), root_of(MANY[:new])
    assert is_extension((old, then), (new, now), path)
    other = (
        data.draw(st.integers(1, new).filter(lambda size: size != old))
        if new > 1
        else 0
    )
    assert not is_extension((old, root_of(MANY[:other])), (new, now), path)
    assert not is_extension((new, now), (old, then), path) or old == new


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 8])
def test_no_changed_bit_of_an_inclusion_proof_is_accepted(size: int) -> None:
    root = root_of(HASHES[:size])
    for index, leaf in enumerate(HASHES[:size]):
        path = inclusion_path(HASHES[:size], index)
        assert is_included(leaf, index, size, root, path)
        for other in flips(leaf):
            assert not is_included(other, index, size, root, path)
        for other in flips(root):
            assert not is_included(leaf, index, size, other, path)
        for changed in changed_paths(path):
            assert not is_included(leaf, index, size, root, changed)


@pytest.mark.parametrize("new", [1, 2, 3, 5, 6, 7, 8])
def test_no_changed_bit_of_a_consistency_proof_is_accepted(new: int) -> None:
    now = root_of(HASHES[:new])
    for old in range(1, new + 1):
        then, path = root_of(HASHES[:old]), consistency_path(HASHES[:new], old)
        assert is_extension((old, then), (new, now), path)
        for other in flips(then):
            assert not is_extension((old, other), (new, now), path)
        for other in flips(now):
            assert not is_extension((old, then), (new, other), path)
        for changed in changed_paths(path):
            assert not is_extension((old, then), (new, now), changed)


def test_what_an_empty_tree_commits_to_proves_nothing() -> None:
    root = bytes.fromhex(ROOTS[0])
    assert not is_extension((0, EMPTY_ROOT), (0, EMPTY_ROOT), ())
    assert not is_extension((0, EMPTY_ROOT), (1, root), ())
    assert not is_extension((0, EMPTY_ROOT), (1, root), (root,))
    assert not is_included(root, 0, 0, root, ())
    assert not is_included(b"", 0, 1, b"", ())
    with pytest.raises(IndexError):
        inclusion_path([], 0)
    with pytest.raises(IndexError):
        consistency_path(HASHES, 0)


def test_the_border_between_leaf_and_sibling_cannot_be_moved() -> None:
    leaf, sibling, root = HASHES[0], HASHES[1], root_of(HASHES[:2])
    assert is_included(leaf, 0, 2, root, (sibling,))
    assert not is_included(leaf + sibling[:1], 0, 2, root, (sibling[1:],))


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = HASHES[0], HASHES[1]
    assert leaf_hash(left + right) != node_hash(left, right)
    forged = leaf_hash(b"\x01" + left + right)
    assert not is_included(forged, 0, 1, root_of([left, right]), ())
