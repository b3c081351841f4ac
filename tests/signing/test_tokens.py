"""Keys in a real SoftHSM token: they sign all that other keys sign, and say what ails."""

from __future__ import annotations

import copy
import sys
from datetime import UTC, datetime, timedelta

import pkcs11
import pytest
from click.testing import CliRunner
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pkcs11 import Attribute, ObjectClass

from audit.cli.main import main
from audit.errors import KeyProblem
from audit.signing.envelope import (
    STATEMENT,
    open_envelope,
    public_key_of,
    sign_envelope,
    verify_envelope,
)
from audit.signing.keys import KINDS
from audit.signing.pades import sign_pdf
from audit.signing.token import open_token
from audit.signing.token_create import create_in_token
from audit.signing.token_uri import read_uri
from audit.signing.verify import verify_pdf_signature
from tests.signing import softhsm
from tests.signing.material import LATER
from tests.signing.pki import NOW, START, issue

pytestmark = pytest.mark.skipif(softhsm.is_missing(), reason="SoftHSM is not installed")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The root of the certificates in the token."""
    # The command line reads the real clock, the other tests know NOW.
    period = (START, datetime.now(UTC) + timedelta(days=9))
    holder = issue("Token root", authority=True, period=period)
    softhsm.make_token(tmp_path_factory.mktemp("softhsm"))
    softhsm.fill(holder)
    return holder


@pytest.fixture
def token(root):
    """A token whose PIN was not given yet."""
    softhsm.log_out()
    return root


def opened(label: str = "p256", pin: str = softhsm.PIN, **over: str):
    return open_token(read_uri(softhsm.uri(label, **over)), pin.encode())


def refused(*words, **over) -> tuple[str, str]:
    with pytest.raises(KeyProblem) as caught:
        opened(*words, **over)
    problem = caught.value.problems[0]
    return problem.code, f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_in_a_token_certifies_a_report(kind, token, base_pdf) -> None:
    signer = opened(kind)
    pdf = sign_pdf(base_pdf, signer, reason="Vendor audit", signing_time=NOW)
    result = verify_pdf_signature(pdf, [token.pem], at=LATER)
    assert result.passed, result.decisive
    assert result.fingerprint == signer.fingerprint
    assert [c.subject for c in signer.chain] == [token.cert.subject]


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_in_a_token_signs_envelopes(kind, token) -> None:
    signer = opened(kind)
    raw = sign_envelope(b"{}", STATEMENT, signer)
    envelope = open_envelope(raw, "x.dsse.json", STATEMENT)
    verify_envelope(envelope, public_key_of(signer))
    assert envelope.payload == b"{}"


def test_the_key_is_selected_by_its_id_as_well(token) -> None:
    by_id = opened("", id="%02")
    assert by_id.subject == opened("rsa3072").subject == "CN=rsa3072"


def test_the_key_does_not_leave_the_token(token) -> None:
    for kind in KINDS:
        key = opened(kind).key
        assert copy.copy(key) is copy.deepcopy(key) is key
        with pytest.raises(UnsupportedAlgorithm):
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(UnsupportedAlgorithm):
        opened("rsa3072").key.sign(b"", padding.PKCS1v15(), hashes.SHA512())


def test_two_keys_of_one_token_are_open_at_once(token) -> None:
    one, two = opened("p256"), opened("ed25519")
    assert one.subject != two.subject
    for signer in (one, two):
        assert sign_envelope(b"{}", STATEMENT, signer)


def test_a_wrong_pin_is_refused_and_says_what_the_token_tells_of_tries(token) -> None:
    code, text = refused("p256", "00000000")
    assert code == "token-pin"
    assert "wrong PIN" in text
    assert "few tries may be left" in text
    assert refused("p256", "")[0] == "token-pin"
    assert opened("p256").subject == "CN=p256"


@pytest.mark.parametrize(
    ("label", "over", "code", "told"),
    [
        ("p256", {"token": "Other"}, "token-token", "there: Officer; token"),
        ("p256", {"serial": "0"}, "token-token", "there: Officer; token"),
        ("gone", {}, "token-private-key", "p256 (id %01)"),
        ("p256", {"id": "%02"}, "token-private-key", "rsa3072 (id %02)"),
        ("", {}, "token-private-key", "private key is there, one is needed"),
        ("bare", {}, "token-certificate", "id %04"),
    ],
)
def test_what_is_not_in_the_token_is_named(label, over, code, told, token) -> None:
    found, text = refused(label, **over)
    assert found == code
    assert told in text


def test_a_certificate_of_another_key_signs_nothing(token, base_pdf) -> None:
    signer = opened("swapped")
    with pytest.raises(KeyProblem) as caught:
        sign_pdf(base_pdf, signer, reason="x", signing_time=NOW)
    assert caught.value.problems[0].code == "token-mismatch"


@pytest.mark.parametrize("path", ["/no/such/module.so", __file__])
def test_a_library_that_is_none_is_named(path, token) -> None:
    code, text = refused(query=f"?module-path={path}")
    assert code == "token-module"
    assert path in text


def test_without_the_extra_the_command_to_install_it_is_told(
    token, monkeypatch
) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    code, text = refused()
    assert code == "token-extra"
    assert "vendor-audit[hsm]" in text


def test_the_command_line_signs_with_a_token(token, base_pdf, tmp_path) -> None:
    (tmp_path / "report.pdf").write_bytes(base_pdf)
    (tmp_path / "pin").write_text(softhsm.PIN + "\n")
    words = ["sign", tmp_path / "report.pdf", "--key", softhsm.uri("p256")]
    out = tmp_path / "signed.pdf"
    words += ["--passphrase-file", tmp_path / "pin", "--out", out]
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    at = datetime.now(UTC)
    assert verify_pdf_signature(out.read_bytes(), [token.pem], at=at).passed


def test_the_pin_is_asked_for_by_its_name(token, tmp_path) -> None:
    words = ["keys", "public", softhsm.uri("p256"), "--out", str(tmp_path / "p.pem")]
    done = CliRunner().invoke(main, words, input=f"{softhsm.PIN}\n")
    assert done.exit_code == 0, done.output
    assert "PIN:" in done.output
    assert softhsm.PIN not in done.output
    assert (tmp_path / "p.pem").read_text() == public_key_of(opened("p256")).pem


def test_a_token_named_in_audit_toml_is_refused(token, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "audit.toml").write_text(f'[sign]\nkey = "{softhsm.uri("p256")}"\n')
    (tmp_path / "r.pdf").write_bytes(b"")
    done = CliRunner().invoke(main, ["sign", "r.pdf", "--out", "s.pdf"])
    assert done.exit_code == 2
    assert "not from audit.toml" in done.output


# --- made in the token ----------------------------------------------------------------


def born(label: str, kind: str = "p256", **over: str):
    place = read_uri(softhsm.uri(label, **over))
    who = (softhsm.PIN.encode(), kind, "Olena Koval", "Bank")
    return create_in_token(place, *who, days=400, not_before=START)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_made_in_the_token_and_signs(kind, token, base_pdf) -> None:
    made = born(f"born-{kind}", kind)
    assert made.subject == "CN=Olena Koval,O=Bank"
    again = opened(f"born-{kind}")
    assert again.certificate == made.certificate
    pdf = sign_pdf(base_pdf, again, reason="x", signing_time=NOW)
    assert verify_pdf_signature(pdf, [made.roots], at=LATER).passed


def test_a_key_made_in_the_token_cannot_be_taken_out(token) -> None:
    born("kept")
    with (
        pkcs11.lib(softhsm.MODULE)
        .get_token(token_label=softhsm.TOKEN)
        .open() as session
    ):
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label="kept")
        assert key[Attribute.EXTRACTABLE] is False
        assert key[Attribute.SENSITIVE] is True
        with pytest.raises(pkcs11.AttributeSensitive):
            key[Attribute.VALUE]


def test_a_label_is_never_taken_twice(token) -> None:
    for label, code in (("p256", "token-taken"), ("", "token-label")):
        with pytest.raises(KeyProblem) as caught:
            born(label)
        assert caught.value.problems[0].code == code
    assert opened("p256").subject == "CN=p256"


def test_the_command_line_makes_a_key_in_the_token(token, tmp_path) -> None:
    (tmp_path / "pin").write_text(softhsm.PIN)
    where = ["--out", softhsm.uri("typed"), "--roots", str(tmp_path / "roots.pem")]
    words = ["keys", "create", "--name", "Olena Koval", *where]
    words += ["--passphrase-file", str(tmp_path / "pin")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert opened("typed").roots == (tmp_path / "roots.pem").read_bytes()
    (tmp_path / "roots.pem").unlink()
    again = CliRunner().invoke(main, words)
    assert (again.exit_code, "[token-taken]" in again.output) == (4, True)
    assert not (tmp_path / "roots.pem").exists()
