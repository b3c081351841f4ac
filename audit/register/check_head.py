"""Whether the stored head is that of the records, and goes on from heads kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError
from audit.register.faults import Fault, Faults
from audit.register.merkle import Frontier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.register.checkpoint import Checkpoint

#: Size, root and frontier as they are stored.
StoredHead = tuple[int, bytes, bytes]


def head_faults(stored: StoredHead | None, frontier: Frontier) -> Faults:
    """Compare the stored head with the tree over the records."""
    faults = Faults()
    if stored is None:
        faults.add(Fault("head-missing", "is missing", "head"))
        return faults
    size, root, encoded = stored
    if size > frontier.size:
        text = f"is missing: the head is over {size} records"
        faults.add(Fault("record-missing", text, "", frontier.size))
    elif size < frontier.size:
        text = f"came after the {size} records that the head is over"
        faults.add(Fault("record-added", text, "", size))
    if root != frontier.root:
        text = "the root is not that of the records"
        faults.add(Fault("head-root", text, "head"))
    try:
        same = Frontier.decode(encoded) == frontier
    except InputError:
        same = False
    if not same:
        text = "the frontier is not that of the records"
        faults.add(Fault("head-frontier", text, "head"))
    return faults


def kept_faults(
    kept: Sequence[Checkpoint], origin: str, size: int, roots: Mapping[int, bytes]
) -> Faults:
    """Compare the register with heads that were kept elsewhere.

    Args:
        kept: the heads, in any order.
        origin: what the register calls itself.
        size: how many records it has.
        roots: size → root over that many records, for the size of each head.
    """
    faults = Faults()
    agreed = 0
    for head in sorted(kept, key=lambda head: head.size):
        fault = _kept_fault(head, origin, size, roots, agreed)
        if fault:
            faults.add(fault)
        else:
            agreed = head.size
    return faults


def _kept_fault(
    head: Checkpoint, origin: str, size: int, roots: Mapping[int, bytes], agreed: int
) -> Fault | None:
    if head.origin != origin:
        text = f"the head is of {head.origin}, the register calls itself {origin}"
        return Fault("head-origin", text, "origin")
    if head.size > size:
        text = (
            f"the head is over {head.size} records, the register has {size}: "
            f"{_span(size, head.size)} gone, or an older copy was restored"
        )
        return Fault("head-truncated", text, "kept head", size)
    if roots[head.size] != head.root:
        text = (
            f"{_span(agreed, head.size)} not what was signed: "
            "the log was rewritten after the head was made"
        )
        return Fault("head-forked", text, "kept head")
    return None


def _span(first: int, end: int) -> str:
    last = end - 1
    return f"record {first} is" if first == last else f"records {first} to {last} are"
