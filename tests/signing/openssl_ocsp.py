"""An OCSP responder as a process of its own, and a client that saves its answers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.signing.pki import Holder


def _date(moment: datetime) -> str:
    return moment.strftime("%y%m%d%H%M%SZ")


def row(
    holder: Holder, revoked: datetime | None = None, reason: str = "keyCompromise"
) -> str:
    """The line of an `openssl ca` index about a certificate."""
    cert = holder.cert
    serial = f"{cert.serial_number:X}"
    state = ("R", f"{_date(revoked)},{reason}") if revoked else ("V", "")
    words = (state[0], _date(cert.not_valid_after_utc), state[1])
    even = serial if len(serial) % 2 == 0 else f"0{serial}"
    return "\t".join((*words, even, "unknown", f"/CN={even}"))


@contextmanager
def responding(
    folder: Path, issuer: Holder, responder: Holder, *rows: str
) -> Iterator[str]:
    """Start `openssl ocsp`; yields its address."""
    (folder / "index.txt").write_text("".join(f"{line}\n" for line in rows))
    secret = responder.key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for name, content in (
        ("ca.pem", issuer.pem),
        ("r.pem", responder.pem),
        ("r.key", secret),
    ):
        (folder / name).write_bytes(content)
    command = ["openssl", "ocsp", "-port", "0", "-index", "index.txt", "-CA", "ca.pem"]
    command += ["-rsigner", "r.pem", "-rkey", "r.key", "-nmin", "60"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            assert server.stdout is not None
            said = ""
            while not (port := re.search(r":(\d+) PID", said)):
                line = server.stdout.readline()
                assert line, said
                said += line
            yield f"http://127.0.0.1:{port[1]}"
        finally:
            server.terminate()


def ask(folder: Path, url: str, issuer: Holder, holder: Holder) -> bytes:
    """Ask as an officer would and return the saved response."""
    (folder / "asked.pem").write_bytes(holder.pem)
    (folder / "issuer.pem").write_bytes(issuer.pem)
    command = ["openssl", "ocsp", "-issuer", "issuer.pem", "-cert", "asked.pem"]
    command += ["-url", url, "-respout", "response.der", "-noverify", "-no_nonce"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "response.der").read_bytes()
