"""Timestamps of a real authority: what stops a signing, and what a verification says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa

from audit.errors import SigningError
from audit.signing import stamping
from audit.signing.backing import Backing
from audit.signing.pades import sign_pdf
from audit.signing.stamping import timestamp_request, with_timestamp
from audit.signing.structure import read_envelope
from audit.signing.tsa_http import ask
from audit.signing.verdict import SubIndication, Verdict, Verification
from audit.signing.verify import verify_pdf_signature
from tests.signing import openssl_tsa, tsa
from tests.signing.pki import Holder, issue, signer

REAL_NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
PERIOD = (REAL_NOW - DAY, REAL_NOW + 30 * DAY)
# The authority is a real process and stamps the moment at which it is asked, which is
# as long after this line as all the tests before take.
SOON = REAL_NOW + timedelta(hours=5)


@dataclass(frozen=True)
class Authorities:
    """Roots, a signer, and a server with timestamp authorities of every kind."""

    url: str
    folder: Path
    root: Holder
    tsa_root: Holder
    leaf: Holder

    @property
    def trusting(self) -> Backing:
        return Backing(tsa_roots=(self.tsa_root.cert,))

    def sign(self, pdf: bytes, path: str) -> bytes:
        who = signer(self.leaf)
        url = f"{self.url}/{path}"
        return sign_pdf(pdf, who, reason="x", timestamp_url=url, signing_time=REAL_NOW)

    def verify(self, pdf: bytes, at: datetime = SOON, backing: Backing | None = None):
        given = backing or self.trusting
        return verify_pdf_signature(pdf, [self.root.pem], at=at, backing=given)


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tsa")
    root, tsa_root = (
        issue(name, authority=True, period=PERIOD) for name in ("Root", "TSA root")
    )
    past = (REAL_NOW - 9 * DAY, REAL_NOW - 2 * DAY)
    brief = (REAL_NOW - DAY, REAL_NOW + DAY)
    for name, period in (("tsa", PERIOD), ("expired", past), ("brief", brief)):
        stamps = issue(name, tsa_root, timestamping=True, period=period)
        openssl_tsa.configure(folder, name, stamps)
    picky = issue("picky", tsa_root, timestamping=True, period=PERIOD)
    openssl_tsa.configure(folder, "picky", picky, digests="sha512")
    leaf = issue("Officer", root, period=PERIOD)
    with openssl_tsa.started(folder) as url:
        yield Authorities(url, folder, root, tsa_root, leaf)


@pytest.fixture(scope="module")
def stamped_report(authorities, base_pdf) -> bytes:
    return authorities.sign(base_pdf, "tsa/good")


def code_of(result: Verification) -> str:
    assert result.decisive is not None
    return f"{result.decisive.name}: {result.decisive.code}"


def test_the_stamped_report_passes_and_proves_its_time(authorities, stamped_report):
    result = authorities.verify(stamped_report)
    assert result.passed, result.decisive
    assert result.proved_time is not None
    assert REAL_NOW <= result.proved_time <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("picky/good", "timestamp-refused"),
        ("tsa/broken", "timestamp-refused"),
        ("tsa/moved", "timestamp-refused"),
        ("tsa/stale", "timestamp-nonce"),
        ("tsa/other", "timestamp-digest"),
        ("tsa/html", "timestamp-answer"),
        ("expired/good", "timestamp-expired"),
    ],
)
def test_an_authority_that_fails_leaves_nothing_signed(
    path, code, authorities, base_pdf
):
    with pytest.raises(SigningError) as caught:
        authorities.sign(base_pdf, path)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.hint


def test_the_authority_says_itself_why_it_refuses(authorities, base_pdf):
    with pytest.raises(SigningError, match="bad_alg"):
        authorities.sign(base_pdf, "picky/good")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9/", "timestamp-unreachable"),
        ("http://no-such-host.invalid/", "timestamp-unreachable"),
        ("file:///etc/hostname", "timestamp-url"),
        ("tsa.example", "timestamp-url"),
    ],
)
def test_an_address_that_cannot_be_asked(url, code, authorities, base_pdf):
    with pytest.raises(SigningError) as caught:
        sign_pdf(base_pdf, signer(authorities.leaf), reason="x", timestamp_url=url, signing_time=REAL_NOW)  # fmt: skip
    assert caught.value.problems[0].code == code


def test_a_certificate_that_is_not_for_timestamps_is_refused_at_signing(
    authorities, base_pdf
):
    key = rsa.generate_private_key(65537, 3072)  # the test server knows only RSA
    web = issue("Web", authorities.tsa_root, key=key, period=PERIOD)
    with (
        tsa.running(web, REAL_NOW) as url,
        pytest.raises(SigningError) as caught,
    ):
        sign_pdf(base_pdf, signer(authorities.leaf), reason="x", timestamp_url=url, signing_time=REAL_NOW)  # fmt: skip
    assert caught.value.problems[0].code == "timestamp-usage"


def test_roots_for_timestamps_are_not_roots_for_signers(authorities, stamped_report):
    both = [authorities.root.pem, authorities.tsa_root.pem]
    assert verify_pdf_signature(stamped_report, both, at=SOON).passed
    swapped = verify_pdf_signature(
        stamped_report,
        [authorities.tsa_root.pem],
        at=SOON,
        backing=Backing(tsa_roots=(authorities.tsa_root.cert, authorities.root.cert)),
    )
    assert swapped.verdict is Verdict.INDETERMINATE
    assert code_of(swapped) == "certificate chain: untrusted"


def test_an_authority_that_nobody_trusts_is_a_named_step(authorities, stamped_report):
    for backing in (Backing(), Backing(tsa_roots=(authorities.root.cert,))):
        result = authorities.verify(stamped_report, backing=backing)
        assert result.verdict is Verdict.INDETERMINATE
        assert code_of(result) == "timestamp: timestamp-trust"
        assert result.sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND
        assert result.proved_time is None


def test_an_authority_whose_certificate_has_expired_proves_nothing_more(
    authorities, base_pdf
):
    pdf = authorities.sign(base_pdf, "brief/good")
    assert authorities.verify(pdf).passed
    result = authorities.verify(pdf, REAL_NOW + 3 * DAY)
    assert result.verdict is Verdict.INDETERMINATE
    assert code_of(result) == "timestamp: timestamp-expired"
    assert result.sub_indication is SubIndication.OUT_OF_BOUNDS_NO_POE


@pytest.mark.parametrize(
    ("timestamping", "moment", "code", "sub_indication"),
    [
        (False, REAL_NOW, "timestamp-usage", SubIndication.CHAIN_CONSTRAINTS_FAILURE),
        (True, REAL_NOW + 40 * DAY, "timestamp-future", SubIndication.SIG_CONSTRAINTS_FAILURE),
        (True, REAL_NOW - 3 * DAY, "timestamp-expired", SubIndication.OUT_OF_BOUNDS_NO_POE),
    ],
    ids=["purpose", "future", "before its certificate"],
)  # fmt: skip
def test_a_token_that_we_would_not_have_attached_is_a_named_step(
    timestamping, moment, code, sub_indication, authorities, base_pdf
):
    """Somebody else's program may put any sound token into a report."""
    key = rsa.generate_private_key(65537, 3072)  # the test server knows only RSA
    stamps = issue(
        "Odd", authorities.tsa_root, key=key, timestamping=timestamping, period=PERIOD
    )
    who = signer(authorities.leaf)
    pdf = sign_pdf(base_pdf, who, reason="x", signing_time=REAL_NOW, room=True)
    with tsa.running(stamps, moment) as url:
        answer = ask(url, timestamp_request(pdf))
    token = tsp.TimeStampResp.load(answer)["time_stamp_token"].dump()
    odd = stamping._with_token(pdf, read_envelope(pdf), token)
    result = authorities.verify(odd)
    assert result.verdict is Verdict.INDETERMINATE
    assert code_of(result) == f"timestamp: {code}"
    assert result.sub_indication is sub_indication


def test_a_timestamp_of_the_future_is_a_named_step(authorities, stamped_report):
    result = authorities.verify(stamped_report, REAL_NOW - timedelta(minutes=7))
    assert {s.code for s in result.steps} >= {"future", "timestamp-future"}


def test_an_answer_is_attached_later_and_the_signed_document_stays(
    authorities, base_pdf
):
    who = signer(authorities.leaf)
    pdf = sign_pdf(base_pdf, who, reason="x", signing_time=REAL_NOW, room=True)
    assert authorities.verify(pdf).passed, "without the answer it is a plain signature"
    request = timestamp_request(pdf)
    answer = openssl_tsa.reply(authorities.folder, "tsa", request)
    stamped = with_timestamp(pdf, request, answer)
    assert len(stamped) == len(pdf)
    result = authorities.verify(stamped)
    assert result.passed, result.decisive
    assert result.proved_time is not None
    with pytest.raises(SigningError) as caught:
        with_timestamp(stamped, request, answer)
    assert caught.value.problems[0].code == "timestamp-twice"


def test_an_answer_about_another_report_is_refused(authorities, base_pdf):
    who = signer(authorities.leaf)
    one, two = (
        sign_pdf(base_pdf, who, reason=r, signing_time=REAL_NOW, room=True)
        for r in "xy"
    )
    request = timestamp_request(one)
    answer = openssl_tsa.reply(authorities.folder, "tsa", request)
    with pytest.raises(SigningError) as caught:
        with_timestamp(two, request, answer)
    assert caught.value.problems[0].code == "timestamp-digest"


def test_a_report_without_room_says_so(authorities, base_pdf):
    pdf = sign_pdf(
        base_pdf, signer(authorities.leaf), reason="x", signing_time=REAL_NOW
    )
    request = timestamp_request(pdf)
    answer = openssl_tsa.reply(authorities.folder, "tsa", request)
    with pytest.raises(SigningError) as caught:
        with_timestamp(pdf, request, answer)
    assert caught.value.problems[0].code == "timestamp-room"


@pytest.mark.parametrize("place", ["request", "answer", "report"])
def test_files_that_are_no_timestamp_files_are_refused(place, authorities, base_pdf):
    who = signer(authorities.leaf)
    pdf = sign_pdf(base_pdf, who, reason="x", signing_time=REAL_NOW, room=True)
    request = timestamp_request(pdf)
    files = {
        "report": pdf,
        "request": request,
        "answer": openssl_tsa.reply(authorities.folder, "tsa", request),
    }
    files[place] = b"nothing of the kind"
    with pytest.raises(SigningError) as caught:
        with_timestamp(files["report"], files["request"], files["answer"])
    assert caught.value.problems[0].code == f"timestamp-{place}"


def test_every_byte_of_an_answer_counts(authorities, base_pdf):
    """A changed answer is refused at once, or its report never passes."""
    who = signer(authorities.leaf)
    pdf = sign_pdf(base_pdf, who, reason="x", signing_time=REAL_NOW, room=True)
    request = timestamp_request(pdf)
    answer = openssl_tsa.reply(authorities.folder, "tsa", request)
    refused = 0
    for place in range(0, len(answer), 29):
        changed = bytearray(answer)
        changed[place] ^= 1
        try:
            stamped = with_timestamp(pdf, request, bytes(changed))
        except SigningError:
            refused += 1
            continue
        assert not authorities.verify(stamped).passed, place
    assert refused > 3
