"""A bar on the terminal for what takes long; nothing where stderr is no terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Yield what is to be told: of which work how much is done, of how much."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as bars:

        def tell(work: str, done: int, total: int) -> None:
            if work not in tasks:
                tasks[work] = bars.add_task(work, total=total)
            bars.update(tasks[work], completed=done, total=total)

        yield tell
