"""Registers in a folder and on a server: every contract test runs on both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.backends import Backend, InFolder, OnServer
from tests.register.postgres import binaries, cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The socket's folder of a running server, one a test process."""
    if binaries() is None:
        message = "no PostgreSQL server here; apt-get install postgresql"
        # A run that is to count must not leave a server's tests out.
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with cluster() as folder:
        yield folder


@pytest.fixture
def server(postgres: Path) -> OnServer:
    """A database without a register."""
    return OnServer.empty(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """Where a register can be made, and how someone could tamper with it."""
    if request.param == "sqlite":
        return InFolder(tmp_path / "register")
    found: OnServer = request.getfixturevalue("server")
    return found
