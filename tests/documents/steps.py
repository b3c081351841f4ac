"""How much work an action is, counted and not timed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def steps(action: Callable[[], object]) -> int:
    """Count the calls that an action makes: as many on a busy machine as on an idle."""
    made = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    with _no_garbage_collected():
        sys.setprofile(note)
        try:
            action()
        finally:
            sys.setprofile(before)
    return made


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """A collection comes at any moment and may call what other tests left behind."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
