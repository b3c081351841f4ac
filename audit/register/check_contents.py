"""Whether every content that a record names is there, whole and the very one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import AuditError
from audit.register.faults import MAX_FAULTS, Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from audit.register.store import Register

    Stored = Callable[[str], bytes | None]

#: Contents of so many records, and of so many bytes together, are read at once.
BATCH = 500
BATCH_BYTES = 16 << 20


def content_faults(
    register: Register,
    contents: Mapping[str, tuple[int, int]],
    progress: Callable[[int, int], None],
) -> Faults:
    """Read every content again and compare it with its address.

    Args:
        register: opens sealed contents only with an identity.
        contents: address → number and size in the record that names it first.
        progress: told how many are done, of how many.
    """
    faults = Faults()
    done = 0
    for batch in batches(contents):
        stored = register.place.blobs_at(batch)
        for address in batch:
            number, size = contents[address]
            fault = _fault(register, stored, address, size)
            if fault:
                # Telling whose it is costs a query: for those that are shown alone.
                shown = faults.count < MAX_FAULTS
                faults.add(_named(register, number, *fault) if shown else Fault(*fault))
        done += len(batch)
        progress(done, len(contents))
    return faults


def batches(contents: Mapping[str, tuple[int, int]]) -> Iterator[list[str]]:
    """Yield addresses in batches of limited size."""
    batch: list[str] = []
    left = BATCH_BYTES
    for address, (_, size) in contents.items():
        if batch and (size > left or len(batch) == BATCH):
            yield batch
            batch, left = [], BATCH_BYTES
        batch.append(address)
        left -= size
    if batch:
        yield batch


def _fault(
    register: Register, stored_at: Stored, address: str, size: int
) -> tuple[str, str] | None:
    try:
        stored = stored_at(address)
        if stored is None:
            return "content-missing", "is missing"
        if not register.sealer.opens:
            return None
        content, found = register.sealer.unseal(stored)
    except (AuditError, OSError) as error:
        return "content-unreadable", f"cannot be read: {error}".splitlines()[0]
    if found != address:
        text = f"was altered: it has the SHA-256 {found[:16]}…, not {address[:16]}…"
        return "content-altered", text
    if len(content) != size:
        return "content-size", f"has {len(content)} bytes; the record says {size}"
    return None


def _named(register: Register, number: int, code: str, detail: str) -> Fault:
    """Return the fault with what the register says of the record."""
    for row in register.rows(after=number - 1):
        return Fault(code, detail, "content", number, row.kind, row.vendor, row.subject)
    return Fault(code, detail, "content", number)
