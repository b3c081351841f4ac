"""What the officer types over the years: tokens aside, all of docs/keys.md."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from audit.cli.main import main
from audit.signing.keys import pack_signer
from tests.signing import openssl_tsa
from tests.signing.material import make_pdf
from tests.signing.pki import Holder, issue, signer

NOW = datetime.now(UTC)
PERIOD = (NOW - timedelta(days=1), NOW + timedelta(days=90))


@dataclass(frozen=True)
class Desk:
    """A folder with keys, a report, and a timestamp authority at work."""

    folder: Path
    url: str
    authority: Holder

    def run(self, *words: object) -> Result:
        paths = {name: str(self.folder / name) for name in NAMES}
        typed = [paths.get(str(word), str(word)) for word in words]
        return CliRunner().invoke(main, typed)

    def good(self, *words: object) -> Result:
        done = self.run(*words)
        assert done.exit_code == 0, done.output
        return done

    def steps(self, pdf: str, *words: object) -> dict[str, str]:
        """Name → status of every step of a verification."""
        done = self.run("verify", pdf, "--format", "json", *words)
        return {s["name"]: s["status"] for s in json.loads(done.stdout)["steps"]}

    def key_id(self, *, listed: str = "root.pem") -> str:
        done = self.good(
            "keys", "list", "keys.json", "--trust", listed, "--format", "json"
        )
        return json.loads(done.stdout)[0]["key"]


NAMES = """report.pdf signed.pdf stamped.pdf late.pdf kept.pdf request.tsq answer.tsr pw
root.p12 root-ca.pem root.pem keys.json officer.p12 roots.pem officer.pem new.p12
new-roots.pem new.pem root2.p12 root2-ca.pem root2.pem tsa.pem ca.p12 ca.pem ca.crl""".split()
SECRET = ("--passphrase-file", "pw")
TRUST = ("--trust", "roots.pem", "--tsa-trust", "tsa.pem")
LIST = ("--keys", "keys.json", "--keys-root", "root.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authority")
    root = issue("TSA root", authority=True, period=PERIOD)
    stamps = issue("TSA", root, timestamping=True, period=PERIOD)
    openssl_tsa.configure(folder, "tsa", stamps)
    with openssl_tsa.started(folder) as url:
        yield folder, f"{url}/tsa/good", root


@pytest.fixture(scope="module")
def desk(authority, tmp_path_factory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    made = Desk(folder, authority[1], authority[2])
    (folder / "pw").write_text("correct horse\n")
    (folder / "tsa.pem").write_bytes(authority[2].pem)
    (folder / "report.pdf").write_bytes(make_pdf())
    for name, roots in (("root", "root-ca.pem"), ("officer", "roots.pem"), ("new", "new-roots.pem"), ("root2", "root2-ca.pem")):  # fmt: skip
        words = ("--name", name, "--out", f"{name}.p12", "--roots", roots, *SECRET)
        made.good("keys", "create", *words)
        made.good("keys", "public", f"{name}.p12", "--out", f"{name}.pem", *SECRET)
    (folder / "root2.pem").unlink()
    made.good("keys", "init", "--root", "root.p12", "--out", "keys.json", *SECRET)
    who = ("--name", "Olena Koval", "--organisation", "Bank", "--role", "assessor")
    words = ("--root", "root.p12", "--public", "officer.pem", *who, *SECRET)
    made.good("keys", "add", "keys.json", *words)
    words = ("--key", "officer.p12", *SECRET, "--timestamp", made.url)
    made.good("sign", "report.pdf", *words, "--out", "stamped.pdf")
    return made


def test_a_stamped_report_is_found_in_the_list(desk) -> None:
    steps = desk.steps("stamped.pdf", *TRUST, *LIST)
    assert steps["timestamp"] == steps["list of keys"] == "passed"
    assert desk.steps("stamped.pdf", *TRUST[:2])["timestamp"] == "indeterminate"


@pytest.mark.parametrize("verb", ["conditions", "compare"])
def test_who_reads_a_report_names_the_authorities_too(verb, desk) -> None:
    """The report of this desk has no manifest, so it is refused, but for that alone."""
    reports = ("stamped.pdf",) if verb == "conditions" else ("stamped.pdf",) * 2
    without = desk.run(verb, *reports, *TRUST[:2])
    assert "timestamp authority does not lead" in without.output
    done = desk.run(verb, *reports, *TRUST)
    assert done.exit_code == 3
    assert "timestamp" not in done.output
    assert "manifest.json" in done.output


def test_a_request_is_answered_elsewhere_and_attached(desk, authority) -> None:
    words = ("--key", "officer.p12", *SECRET, "--timestamp-request", "request.tsq")
    desk.good("sign", "report.pdf", *words, "--out", "signed.pdf")
    request = (desk.folder / "request.tsq").read_bytes()
    answer = openssl_tsa.reply(authority[0], "tsa", request)
    (desk.folder / "answer.tsr").write_bytes(answer)
    words = ("--request", "request.tsq", "--answer", "answer.tsr", "--out", "late.pdf")
    desk.good("timestamp", "signed.pdf", *words)
    assert desk.steps("signed.pdf", *TRUST)["timestamp"] == "skipped"
    assert desk.steps("late.pdf", *TRUST)["timestamp"] == "passed"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--timestamp", "http://127.0.0.1:9/"), 4, "timestamp-unreachable"),
        (("--timestamp", "x", "--timestamp-request", "request.tsq"), 2, "not both"),
    ],
)
def test_a_failed_signing_writes_nothing(words, code, told, desk) -> None:
    out = desk.folder / "never.pdf"
    key = ("--key", "officer.p12", *SECRET)
    done = desk.run("sign", "report.pdf", *key, *words, "--out", out)
    assert done.exit_code == code
    assert told in done.output
    assert not out.exists()
    assert not list(desk.folder.glob(".*"))


def test_lists_are_kept_behind_a_report(desk) -> None:
    root = issue("CA", authority=True, period=PERIOD)
    leaf = issue("Officer", root, period=PERIOD)
    packed = pack_signer(signer(leaf, root), b"correct horse")
    (desk.folder / "ca.p12").write_bytes(packed)
    (desk.folder / "ca.pem").write_bytes(root.pem)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.cert.subject)
        .last_update(NOW)
        .next_update(NOW + timedelta(days=1))
        .sign(root.key, hashes.SHA256())
    )
    (desk.folder / "ca.crl").write_bytes(made.public_bytes(Encoding.PEM))
    words = ("--key", "ca.p12", *SECRET, "--timestamp", desk.url)
    desk.good("sign", "report.pdf", *words, "--out", "signed.pdf")
    trust = ("--trust", "ca.pem", "--tsa-trust", "tsa.pem")
    assert desk.steps("signed.pdf", *trust)["revocation"] == "skipped"
    assert desk.steps("signed.pdf", *trust, "--crl", "ca.crl")["revocation"] == "passed"
    desk.good("archive", "signed.pdf", *trust, "--crl", "ca.crl", "--out", "kept.pdf")
    assert desk.steps("kept.pdf", *trust)["revocation"] == "passed"
    without = desk.run("archive", "signed.pdf", *trust, "--out", "never.pdf")
    assert (without.exit_code, "archive-missing" in without.output) == (4, True)


def test_a_file_that_is_no_list_is_named(desk) -> None:
    done = desk.run("verify", "stamped.pdf", *TRUST, "--crl", "pw", "--ocsp", "pw")
    assert done.exit_code == 3
    assert re.findall(r"\[([a-z-]+)\]$", done.stderr, re.MULTILINE) == [
        "crl-unreadable",
        "ocsp-unreadable",
    ]


def test_the_list_of_keys_needs_its_root(desk) -> None:
    done = desk.run("verify", "stamped.pdf", *TRUST, *LIST[:2])
    assert done.exit_code == 2
    assert "--keys and --keys-root go together" in done.output


def test_keys_and_root_change_and_the_old_report_stays(desk) -> None:
    """One after the other, as the years go."""
    # Times are told in seconds: a report of the very second of the change is in doubt.
    time.sleep(1.1)
    root = ("--root", "root.p12", *SECRET)
    old = desk.key_id()
    new = ("--key", old[:8], "--public", "new.pem")
    desk.good("keys", "rotate", "keys.json", *root, *new)
    assert desk.steps("stamped.pdf", *TRUST, *LIST)["list of keys"] == "passed"

    over = ("--new-root", "root2.p12", "--new-passphrase-file", "pw")
    desk.good("keys", "handover", "keys.json", *root, *over)
    assert desk.steps("stamped.pdf", *TRUST, *LIST)["list of keys"] == "passed"
    pinned = ("--trust", "root.pem", "--new-root", "root2.pem")
    done = desk.good("keys", "list", "keys.json", *pinned)
    assert "superseded since" in done.stdout
    assert "pin that one" in done.stderr
    desk.good("keys", "list", "keys.json", "--trust", "root2.pem")
    refused = desk.run("keys", "renew", "keys.json", *root)
    assert (refused.exit_code, "[keys-handed-over]" in refused.output) == (4, True)

    since = (NOW - timedelta(days=1)).date().isoformat()
    lost = ("--key", old, "--reason", "stolen", "--since", since)
    desk.good("keys", "revoke", "keys.json", "--root", "root2.p12", *SECRET, *lost)
    assert desk.steps("stamped.pdf", *TRUST, *LIST)["list of keys"] == "indeterminate"
