"""Heads of a register that were kept elsewhere, read with or without a list of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.errors import InputError, Problem
from audit.register.report_head import REPORT_HEAD, unpack_head
from audit.registering.signed_head import KeptHead, read_kept_head, read_signed_head
from audit.signing.embedded import attachments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audit.signing.keyring import KeyRing


def read_heads(
    files: Sequence[tuple[bytes, str]], ring: KeyRing | None, at: datetime
) -> tuple[KeptHead, ...]:
    """Return kept heads; InputError lists what is wrong with any of them.

    Args:
        files: content and name of each.
        ring: who may sign heads; without it, signatures are not asked for.
        at: the present moment.
    """
    heads: list[KeptHead] = []
    problems: list[Problem] = []
    for raw, name in files:
        try:
            heads.append(_head(raw, name, ring, at))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError.of(*problems)
    return tuple(heads)


def _head(raw: bytes, name: str, ring: KeyRing | None, at: datetime) -> KeptHead:
    if raw.startswith(b"%PDF-"):
        return _report_head(raw, name)
    return read_signed_head(raw, name, ring, at) if ring else read_kept_head(raw, name)


def _report_head(pdf: bytes, name: str) -> KeptHead:
    """Return the head that a report carries; its signature is not looked at."""
    files = attachments(pdf)
    if REPORT_HEAD not in files:
        text = "this report carries no head of a register"
        hint = "it does when drawn with: audit report --register"
        raise InputError.of(Problem("head-none", text, "", hint, name))
    return KeptHead(unpack_head(files[REPORT_HEAD], name))
