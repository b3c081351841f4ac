"""Revoked signers: what lists and a real OCSP responder say, and what a time proves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from audit.errors import InputError
from audit.signing.backing import Backing
from audit.signing.pades import sign_pdf
from audit.signing.revocation import read_revocations
from audit.signing.verdict import StepStatus, SubIndication, Verdict
from audit.signing.verify import verify_pdf_signature
from tests.signing import openssl_ocsp, tsa
from tests.signing.pki import Holder, issue, signer

DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)
PERIOD = (NOW - 90 * DAY, NOW + 90 * DAY)
SIGNED, LOST = NOW - 20 * DAY, NOW - 10 * DAY
Reason = x509.ReasonFlags


@dataclass(frozen=True)
class Scene:
    """A root, an authority under it, a signer, and a timestamp authority."""

    root: Holder
    middle: Holder
    leaf: Holder
    stamps: Holder
    plain: bytes
    early: bytes
    late: bytes


@pytest.fixture(scope="module")
def scene(base_pdf):
    root = issue("Root", authority=True, period=PERIOD)
    middle = issue("Issuing", root, authority=True, period=PERIOD)
    leaf = issue("Officer", middle, period=PERIOD)
    key = rsa.generate_private_key(65537, 3072)  # the test server knows only RSA
    stamps = issue("TSA", root, key=key, timestamping=True, period=PERIOD)

    def signed(stamped: datetime | None) -> bytes:
        who = signer(leaf, middle)
        if stamped is None:
            return sign_pdf(base_pdf, who, reason="x", signing_time=SIGNED)
        with tsa.running(stamps, stamped) as url:
            return sign_pdf(
                base_pdf, who, reason="x", signing_time=SIGNED, timestamp_url=url
            )

    times = (None, SIGNED + timedelta(seconds=30), NOW - 5 * DAY)
    return Scene(root, middle, leaf, stamps, *map(signed, times))


def crl(
    issuer: Holder,
    *revoked: x509.RevokedCertificate,
    issued: datetime = NOW - DAY,
    until: datetime = NOW + 30 * DAY,
    extensions: tuple[x509.ExtensionType, ...] = (),
    key: Holder | None = None,
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.cert.subject)
        .last_update(issued)
        .next_update(until)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    made = builder.sign((key or issuer).key, hashes.SHA256())
    return made.public_bytes(Encoding.DER)


def entry(
    holder: Holder,
    at: datetime = LOST,
    reason: Reason = Reason.key_compromise,
    since: datetime | None = None,
) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder()
    builder = builder.serial_number(holder.cert.serial_number).revocation_date(at)
    builder = builder.add_extension(x509.CRLReason(reason), critical=False)
    if since is not None:
        builder = builder.add_extension(x509.InvalidityDate(since), critical=False)
    return builder.build()


def verify(scene, pdf, crls=(), ocsps=(), at=None):
    # The responder is a real process: its answers are younger than NOW.
    at = at or datetime.now(UTC)
    data = read_revocations([("l.crl", c) for c in crls], [("r", r) for r in ocsps])
    return verify_pdf_signature(
        pdf, [scene.root.pem], at=at, backing=Backing(revocations=data)
    )


def decided(result) -> tuple[str, SubIndication]:
    assert result.verdict is Verdict.INDETERMINATE
    assert result.decisive is not None
    return result.decisive.code, result.decisive.sub_indication


NO_POE = ("revoked", SubIndication.REVOKED_NO_POE)
UNKNOWN = ("revocation-unknown", SubIndication.TRY_LATER)


def test_a_signer_that_nobody_revoked_passes(scene) -> None:
    lists = (crl(scene.root), crl(scene.middle))
    for pdf in (scene.plain, scene.early, scene.late):
        result = verify(scene, pdf, lists)
        assert result.passed, result.decisive
        assert result.steps[6].status is StepStatus.PASSED
        assert "2 certificate(s)" in result.steps[6].detail


def test_a_list_in_pem_reads_as_well(scene) -> None:
    ders = (crl(scene.root), crl(scene.middle))
    pems = [x509.load_der_x509_crl(d).public_bytes(Encoding.PEM) for d in ders]
    assert verify(scene, scene.plain, pems).passed


def test_revoked_after_the_proved_time_still_counts(scene) -> None:
    lists = (crl(scene.root), crl(scene.middle, entry(scene.leaf)))
    result = verify(scene, scene.early, lists)
    assert result.passed, result.decisive
    assert "was revoked later" in result.steps[6].detail


def test_revoked_before_the_proved_time_counts_for_nothing(scene) -> None:
    lists = (crl(scene.root), crl(scene.middle, entry(scene.leaf)))
    assert decided(verify(scene, scene.late, lists)) == NO_POE


def test_a_claimed_time_saves_no_revoked_signer(scene) -> None:
    lists = (crl(scene.root), crl(scene.middle, entry(scene.leaf)))
    assert decided(verify(scene, scene.plain, lists)) == NO_POE


def test_a_key_lost_before_the_proved_time_counts_for_nothing(scene) -> None:
    lost = entry(scene.leaf, since=SIGNED - DAY)
    lists = (crl(scene.root), crl(scene.middle, lost))
    assert decided(verify(scene, scene.early, lists)) == NO_POE


def test_a_revoked_authority_takes_its_signers_with_it(scene) -> None:
    lists = (crl(scene.root, entry(scene.middle)), crl(scene.middle))
    expected = ("revoked", SubIndication.REVOKED_CA_NO_POE)
    assert decided(verify(scene, scene.plain, lists)) == expected
    assert verify(scene, scene.early, lists).passed


@pytest.mark.parametrize("missing", [0, 1])
def test_every_certificate_needs_a_word(missing, scene) -> None:
    lists = [crl(scene.root), crl(scene.middle)]
    lists.pop(missing)
    assert decided(verify(scene, scene.plain, lists)) == UNKNOWN


def test_a_list_from_before_the_signature_tells_nothing_of_it(scene) -> None:
    stale = crl(scene.middle, issued=NOW - 40 * DAY, until=NOW - 30 * DAY)
    for pdf in (scene.plain, scene.early):
        assert decided(verify(scene, pdf, (crl(scene.root), stale))) == UNKNOWN


def test_a_list_that_held_at_the_proved_time_is_enough_with_a_timestamp(scene) -> None:
    then = {"issued": SIGNED - DAY, "until": SIGNED + DAY}
    lists = (crl(scene.root, **then), crl(scene.middle, **then))
    assert verify(scene, scene.early, lists).passed
    assert decided(verify(scene, scene.plain, lists)) == UNKNOWN


def test_an_old_list_does_not_outweigh_a_later_revocation(scene) -> None:
    then = crl(scene.middle, issued=NOW - 6 * DAY, until=NOW + 9 * DAY)
    lists = (crl(scene.root), then, crl(scene.middle, entry(scene.leaf)))
    assert decided(verify(scene, scene.late, lists)) == NO_POE


def test_a_list_of_the_future_tells_nothing_yet(scene) -> None:
    ahead = crl(scene.middle, issued=NOW + DAY)
    assert decided(verify(scene, scene.plain, (crl(scene.root), ahead))) == UNKNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {"extensions": (x509.DeltaCRLIndicator(1),)},
        {"extensions": (x509.IssuingDistributionPoint(None, None, only_contains_user_certs=False, only_contains_ca_certs=True, only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=False),)},
        {"extensions": (x509.IssuingDistributionPoint(None, None, only_contains_user_certs=False, only_contains_ca_certs=False, only_some_reasons=None, indirect_crl=True, only_contains_attribute_certs=False),)},
        {"extensions": (x509.IssuingDistributionPoint(None, None, only_contains_user_certs=False, only_contains_ca_certs=False, only_some_reasons=frozenset({Reason.key_compromise}), indirect_crl=False, only_contains_attribute_certs=False),)},
        {"extensions": (x509.IssuingDistributionPoint(None, None, only_contains_user_certs=False, only_contains_ca_certs=False, only_some_reasons=None, indirect_crl=False, only_contains_attribute_certs=True),)},
    ],
    ids=["delta", "authorities-only", "indirect", "some-reasons", "attributes"],
)  # fmt: skip
def test_a_list_that_is_not_complete_for_signers_is_passed_over(changes, scene) -> None:
    lists = (crl(scene.root), crl(scene.middle, **changes))
    assert decided(verify(scene, scene.plain, lists)) == UNKNOWN


def test_a_list_for_end_certificates_alone_is_enough_for_them(scene) -> None:
    scope = x509.IssuingDistributionPoint(
        None,
        None,
        only_contains_user_certs=True,
        only_contains_ca_certs=False,
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )
    users = crl(scene.middle, extensions=(scope,))
    assert verify(scene, scene.plain, (crl(scene.root), users)).passed
    above = crl(scene.root, extensions=(scope,))
    assert decided(verify(scene, scene.plain, (above, users))) == UNKNOWN


def test_a_list_by_another_key_is_passed_over(scene) -> None:
    stranger = issue("Issuing", authority=True, period=PERIOD)
    forged = crl(scene.middle, key=stranger)
    assert decided(verify(scene, scene.plain, (crl(scene.root), forged))) == UNKNOWN


def test_a_list_says_nothing_of_certificates_that_had_expired(scene) -> None:
    end = scene.leaf.cert.not_valid_after_utc
    long_root = issue("Root", authority=True, period=(PERIOD[0], NOW + 900 * DAY))
    leaf = issue("Officer", long_root, period=PERIOD)
    stamps = issue(
        "TSA",
        long_root,
        key=scene.stamps.key,
        timestamping=True,
        period=(PERIOD[0], NOW + 900 * DAY),
    )
    with tsa.running(stamps, SIGNED) as url:
        pdf = sign_pdf(
            unsigned(scene),
            signer(leaf),
            reason="x",
            signing_time=SIGNED,
            timestamp_url=url,
        )
    later = end + 90 * DAY

    def at_later(*lists: bytes):
        data = read_revocations([("l", one) for one in lists], [])
        return verify_pdf_signature(
            pdf, [long_root.pem], at=later, backing=Backing(revocations=data)
        )

    dropped = crl(long_root, issued=later - DAY, until=later + DAY)
    assert decided(at_later(dropped)) == UNKNOWN
    in_time = crl(long_root, issued=end - DAY, until=end + DAY)
    assert at_later(dropped, in_time).passed


def unsigned(scene) -> bytes:
    """The report's first revision, which the signature left as it was."""
    return scene.plain[: scene.plain.index(b"%%EOF\n") + 6]


@pytest.mark.parametrize(
    ("reason", "passes"),
    [(Reason.key_compromise, False), (Reason.superseded, True)],
)
def test_a_revoked_timestamp_authority(reason, passes, scene) -> None:
    revoked = crl(scene.root, entry(scene.stamps, reason=reason))
    result = verify(scene, scene.early, (revoked, crl(scene.middle)))
    if passes:
        assert result.passed, result.decisive
    else:
        expected = ("timestamp-revoked", SubIndication.REVOKED_NO_POE)
        assert decided(result) == expected
        assert result.proved_time is None


def test_a_stamp_from_after_its_authority_ceased_counts_for_nothing(scene) -> None:
    ceased = entry(scene.stamps, reason=Reason.cessation_of_operation)
    result = verify(scene, scene.late, (crl(scene.root, ceased), crl(scene.middle)))
    assert decided(result)[0] == "timestamp-revoked"


def test_files_that_are_no_lists_or_responses_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_revocations([("a.crl", b"x")], [("b.der", b"y")])
    found = [(p.file, p.code) for p in caught.value.problems]
    assert found == [("a.crl", "crl-unreadable"), ("b.der", "ocsp-unreadable")]


# --- a real responder -----------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ocsp")


def answer(folder, scene, *rows, responder=None, about=None) -> bytes:
    who = responder or issue("Responder", scene.middle, answering=True, period=PERIOD)
    with openssl_ocsp.responding(folder, scene.middle, who, *rows) as url:
        return openssl_ocsp.ask(folder, url, scene.middle, about or scene.leaf)


def test_the_responder_says_good(folder, scene) -> None:
    good = answer(folder, scene, openssl_ocsp.row(scene.leaf))
    result = verify(scene, scene.plain, [crl(scene.root)], [good])
    assert result.passed, result.decisive


def test_the_authority_may_answer_itself(folder, scene) -> None:
    good = answer(folder, scene, openssl_ocsp.row(scene.leaf), responder=scene.middle)
    assert verify(scene, scene.plain, [crl(scene.root)], [good]).passed


def test_the_responder_says_revoked(folder, scene) -> None:
    revoked = answer(folder, scene, openssl_ocsp.row(scene.leaf, LOST))
    given = ([crl(scene.root)], [revoked])
    assert decided(verify(scene, scene.plain, *given)) == NO_POE
    assert decided(verify(scene, scene.late, *given)) == NO_POE
    early = verify(scene, scene.early, *given)
    assert early.passed, early.decisive
    assert "was revoked later" in early.steps[6].detail


def test_an_answer_that_does_not_know_the_signer_is_no_word(folder, scene) -> None:
    unknown = answer(folder, scene)
    assert decided(verify(scene, scene.plain, [crl(scene.root)], [unknown])) == UNKNOWN


def test_an_answer_about_somebody_else_is_no_word(folder, scene) -> None:
    other = issue("Other", scene.middle, period=PERIOD)
    good = answer(folder, scene, openssl_ocsp.row(other), about=other)
    assert decided(verify(scene, scene.plain, [crl(scene.root)], [good])) == UNKNOWN


def test_an_answer_of_a_past_hour_is_no_word_now(folder, scene) -> None:
    good = answer(folder, scene, openssl_ocsp.row(scene.leaf))
    tomorrow = verify(scene, scene.plain, [crl(scene.root)], [good], NOW + DAY)
    assert decided(tomorrow) == UNKNOWN
    stamped = verify(scene, scene.early, [crl(scene.root)], [good], NOW + DAY)
    assert stamped.passed, "made after the proved time, it speaks of it for good"


@pytest.mark.parametrize("who", ["no purpose", "another authority", "expired"])
def test_an_answer_by_somebody_unfit_is_no_word(who, folder, scene) -> None:
    past = (NOW - 90 * DAY, NOW - DAY)
    stranger = issue("Issuing", authority=True, period=PERIOD)
    unfit = {
        "no purpose": issue("Responder", scene.middle, period=PERIOD),
        "another authority": issue("R", stranger, answering=True, period=PERIOD),
        "expired": issue("Responder", scene.middle, answering=True, period=past),
    }[who]
    good = answer(folder, scene, openssl_ocsp.row(scene.leaf), responder=unfit)
    assert decided(verify(scene, scene.plain, [crl(scene.root)], [good])) == UNKNOWN


def test_a_changed_answer_is_no_word(folder, scene) -> None:
    good = bytearray(answer(folder, scene, openssl_ocsp.row(scene.leaf)))
    produced = good.index(b"\x18\x0f20")  # the first moment in it
    good[produced + 15] = ord("0") + (good[produced + 15] - ord("0") + 1) % 10
    changed = [bytes(good)]
    assert decided(verify(scene, scene.plain, [crl(scene.root)], changed)) == UNKNOWN


def test_a_responder_that_is_busy_is_no_word(scene) -> None:
    from cryptography.x509 import ocsp

    busy = ocsp.OCSPResponseBuilder.build_unsuccessful(
        ocsp.OCSPResponseStatus.TRY_LATER
    ).public_bytes(Encoding.DER)
    assert decided(verify(scene, scene.plain, [crl(scene.root)], [busy])) == UNKNOWN


def test_no_changed_byte_of_a_list_or_response_is_a_word(folder, scene) -> None:
    good = answer(folder, scene, openssl_ocsp.row(scene.leaf))
    files = {"crl": crl(scene.middle), "ocsp": good}
    for kind, raw in files.items():
        for place in range(0, len(raw), 19):
            changed = bytearray(raw)
            changed[place] ^= 4
            lists = [crl(scene.root)] + [bytes(changed)] * (kind == "crl")
            responses = [bytes(changed)] * (kind == "ocsp")
            try:
                result = verify(scene, scene.plain, lists, responses)
            except InputError:
                continue
            assert not result.passed, (kind, place)
