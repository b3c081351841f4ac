"""A timestamp authority as a process of its own: HTTP in front of `openssl ts -reply`.

    python -m tests.signing.openssl_tsa FOLDER

The first line of its output is the port. The path names the configuration in the folder
and how the server misbehaves: ``/tsa/good``, ``/tsa/stale``, ``/tsa/other``, ``/tsa/html``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.signing.pki import Holder

ROOT = Path(__file__).parents[2]
CONFIG = """[tsa]
default_tsa = t
[t]
serial = {folder}/{name}.serial
signer_cert = {folder}/{name}.pem
signer_key = {folder}/{name}.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = {digests}
ess_cert_id_alg = sha256
"""


def configure(
    folder: Path, name: str, holder: Holder, digests: str = "sha256, sha512"
) -> None:
    """Write what `openssl ts` needs for an authority of this name."""
    (folder / f"{name}.pem").write_bytes(holder.pem)
    secret = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.key").write_bytes(secret)
    (folder / f"{name}.serial").write_text("01")
    config = CONFIG.format(folder=folder, name=name, digests=digests)
    (folder / f"{name}.cnf").write_text(config)


def reply(folder: Path, name: str, request: bytes) -> bytes:
    """Let openssl answer a request."""
    (folder / "request").write_bytes(request)
    files = ["-queryfile", folder / "request", "-out", folder / "answer"]
    command = ["openssl", "ts", "-reply", "-config", folder / f"{name}.cnf", *files]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "answer").read_bytes()


def misbehaved(how: str, request: bytes) -> bytes:
    """The request that the server answers instead of the one it got."""
    loaded = tsp.TimeStampReq.load(request)
    if how == "stale":
        loaded["nonce"] = 4711
    if how == "other":
        imprint = loaded["message_imprint"]
        imprint["hashed_message"] = bytes(len(imprint["hashed_message"].native))
    return loaded.dump(force=True)


class Handler(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_POST(self) -> None:
        _, name, how = self.path.split("/")
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if how == "broken":
            return self.send_error(503)
        if how == "moved":
            self.send_response(302)
            self.send_header("Location", f"/{name}/good")
            return self.end_headers()
        answer = reply(Path(sys.argv[1]), name, misbehaved(how, asked))
        self.send_response(200)
        kind = "text/html" if how == "html" else "application/timestamp-reply"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(b"<html>" if how == "empty" else answer)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start the server; yields its address without a path."""
    command = [sys.executable, "-m", "tests.signing.openssl_tsa", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


if __name__ == "__main__":
    listening = HTTPServer(("127.0.0.1", 0), Handler)
    print(listening.server_port, flush=True)  # noqa: T201
    listening.serve_forever()
