"""A timestamp server on localhost, in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.signing.pki import Holder


@contextmanager
def running(holder: Holder, moment: datetime) -> Iterator[str]:
    """Answer requests with tokens of ``moment``; yields the URL."""
    cert = x509.Certificate.load(holder.cert.public_bytes(Encoding.DER))
    raw = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(cert, keys.PrivateKeyInfo.load(raw), fixed_dt=moment)

    def answer(request: bytes) -> bytes:
        loaded = tsp.TimeStampReq.load(request)
        return bytes(stamper.request_tsa_response(loaded).dump())

    with served(answer) as url:
        yield url


@contextmanager
def served(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """Answer every POST with what ``answer`` makes of it; yields the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
