"""Keys over the years: what an old key signed still verifies after a new one took over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from audit.canonical import canonical
from audit.errors import InputError, KeyProblem
from audit.signing import keyring, rotation
from audit.signing.backing import Backing, read_backing
from audit.signing.envelope import (
    KEYS,
    public_key_of,
    read_public_key,
    sign_envelope,
)
from audit.signing.key_use import use_problems
from audit.signing.keyring import KeyRing
from audit.signing.keys import create_key, load_signer
from audit.signing.pades import sign_pdf
from audit.signing.verdict import SubIndication, Verdict
from audit.signing.verify import verify_pdf_signature
from tests.signing import tsa
from tests.signing.material import PASSPHRASE, Made
from tests.signing.pki import Holder, issue
from tests.signing.signed_json import codes


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MADE, SIGNED, ROTATED = day("2025-01-10"), day("2025-06-01"), day("2026-09-01")
SOON_AFTER, YEARS_AFTER = day("2026-12-01"), day("2027-06-01")


def made(name: str, at: datetime) -> Made:
    new = create_key(
        "p256", name, "Bank", days=730, not_before=at, passphrase=PASSPHRASE
    )
    return Made(load_signer(new.p12, PASSPHRASE), new.roots, new.p12)


@dataclass(frozen=True)
class Years:
    """An officer's old and new key, the root of the list, reports of the old key."""

    old: Made
    new: Made
    root: Made
    stamps: Holder
    plain: bytes
    stamped: bytes

    def ring(self, role: str = "assessor", last: datetime | None = None) -> KeyRing:
        public = public_key_of(self.old.signer)
        entry = keyring.entry_of(public, "Olena Koval", "Bank", (role,), MADE, last)
        return keyring.with_key(keyring.new_ring(MADE), public.key_id, entry, MADE)

    def rotated(self) -> KeyRing:
        old, new = (public_key_of(m.signer) for m in (self.old, self.new))
        return rotation.with_successor(self.ring(), old.key_id, new, ROTATED)

    def compromised(self, since: datetime) -> KeyRing:
        key = public_key_of(self.old.signer).key_id
        return rotation.without_key(
            self.ring(), key, "stolen", ROTATED, "compromised", since
        )

    def verify(self, pdf: bytes, at: datetime, ring: KeyRing | None = None):
        backing = Backing(tsa_roots=(self.stamps.cert,), ring=ring)
        roots = [self.old.roots, self.new.roots]
        return verify_pdf_signature(pdf, roots, at=at, backing=backing)


@pytest.fixture(scope="module")
def years(base_pdf):
    old, new, root = made("Old", MADE), made("New", ROTATED), made("Root", MADE)
    key = rsa.generate_private_key(65537, 3072)  # the test server knows only RSA
    period = (day("2024-01-01"), day("2035-01-01"))
    stamps = issue("TSA", key=key, timestamping=True, period=period)
    plain = sign_pdf(base_pdf, old.signer, reason="x", signing_time=SIGNED)
    with tsa.running(stamps, SIGNED) as url:
        stamped = sign_pdf(
            base_pdf, old.signer, reason="x", signing_time=SIGNED, timestamp_url=url
        )
    return Years(old, new, root, stamps, plain, stamped)


def decided(result) -> tuple[str, SubIndication]:
    assert result.verdict is Verdict.INDETERMINATE
    return result.decisive.code, result.decisive.sub_indication


REVOKED = ("key-revoked", SubIndication.REVOKED_NO_POE)


def test_with_a_timestamp_an_old_report_verifies_for_years(years) -> None:
    for at in (SOON_AFTER, YEARS_AFTER):
        for ring in (None, years.rotated()):
            result = years.verify(years.stamped, at, ring)
            assert result.passed, result.decisive
    assert "in force at the proved time" in result.steps[7].detail
    assert result.steps[7].name == "list of keys"


def test_without_one_it_verifies_as_long_as_the_old_certificate_is_valid(years) -> None:
    result = years.verify(years.plain, SOON_AFTER, years.rotated())
    assert result.passed, result.decisive
    assert "claimed time" in result.steps[7].detail
    expected = ("expired", SubIndication.OUT_OF_BOUNDS_NO_POE)
    assert decided(years.verify(years.plain, YEARS_AFTER, years.rotated())) == expected
    assert decided(years.verify(years.plain, YEARS_AFTER)) == expected


def test_a_timestamp_from_after_the_certificate_ended_saves_nothing(
    years, base_pdf
) -> None:
    with tsa.running(years.stamps, day("2027-02-01")) as url:
        pdf = sign_pdf(
            base_pdf,
            years.old.signer,
            reason="x",
            signing_time=day("2026-12-01"),
            timestamp_url=url,
        )
    expected = ("expired", SubIndication.OUT_OF_BOUNDS_NO_POE)
    assert decided(years.verify(pdf, YEARS_AFTER)) == expected


def test_what_a_superseded_key_signs_later_counts_for_nothing(years, base_pdf) -> None:
    pdf = sign_pdf(
        base_pdf, years.old.signer, reason="x", signing_time=day("2026-10-01")
    )
    assert years.verify(pdf, SOON_AFTER).passed, "the certificate alone allows it"
    assert decided(years.verify(pdf, SOON_AFTER, years.rotated())) == REVOKED


def test_a_compromised_key_counts_only_with_a_proved_time_before(years) -> None:
    after = years.compromised(day("2025-07-01"))
    result = years.verify(years.stamped, SOON_AFTER, after)
    assert result.passed, result.decisive
    assert decided(years.verify(years.plain, SOON_AFTER, after)) == REVOKED
    before = years.compromised(day("2025-05-01"))
    assert decided(years.verify(years.stamped, SOON_AFTER, before)) == REVOKED


def test_the_list_may_end_a_key_before_its_certificate_does(years) -> None:
    brief = years.ring(last=day("2026-01-01"))
    assert years.verify(years.stamped, SOON_AFTER, brief).passed
    expected = ("key-validity", SubIndication.OUT_OF_BOUNDS_NO_POE)
    assert decided(years.verify(years.plain, SOON_AFTER, brief)) == expected
    early = years.ring(last=day("2025-03-01"))
    assert decided(years.verify(years.stamped, SOON_AFTER, early)) == expected


def test_a_key_outside_the_list_or_its_role_signs_no_report(years) -> None:
    sub = SubIndication.SIG_CONSTRAINTS_FAILURE
    empty = keyring.new_ring(MADE)
    found = decided(years.verify(years.plain, SOON_AFTER, empty))
    assert found == ("key-unlisted", sub)
    vendor = years.ring(role="vendor")
    assert decided(years.verify(years.plain, SOON_AFTER, vendor)) == ("key-role", sub)


# --- the list -------------------------------------------------------------------------


def test_rotation_is_one_version_and_keeps_name_and_roles(years) -> None:
    ring = years.rotated()
    old, new = (
        ring.keys[public_key_of(m.signer).key_id] for m in (years.old, years.new)
    )
    assert ring.version == years.ring().version + 1
    assert (new.name, new.organisation, new.roles) == (
        old.name,
        old.organisation,
        old.roles,
    )
    assert (old.revoked_as, old.revoked_at) == ("superseded", "2026-09-01T00:00:00Z")
    assert new.revoked_at is None


def test_what_was_superseded_can_turn_out_compromised_not_the_reverse(years) -> None:
    key = public_key_of(years.old.signer).key_id
    worse = rotation.without_key(years.rotated(), key, "found", SOON_AFTER)
    assert worse.keys[key].compromised
    for ring in (worse, years.rotated()):
        with pytest.raises(KeyProblem) as caught:
            rotation.without_key(ring, key, "again", SOON_AFTER, "superseded")
        assert codes(caught) == ["keys-revoked"]


def test_a_key_is_not_revoked_ahead(years) -> None:
    with pytest.raises(KeyProblem) as caught:
        years.compromised(day("2027-01-01"))
    assert codes(caught) == ["keys-since"]


def test_a_key_does_not_take_over_from_itself(years) -> None:
    public = public_key_of(years.old.signer)
    with pytest.raises(KeyProblem) as caught:
        rotation.with_successor(years.ring(), public.key_id, public, ROTATED)
    assert codes(caught) == ["keys-twice"]


def test_a_superseded_vendor_key_keeps_what_it_signed_before(years) -> None:
    ring = years.rotated()
    entry = ring.keys[public_key_of(years.old.signer).key_id]
    stolen = years.compromised(ROTATED).keys[public_key_of(years.old.signer).key_id]

    def found(which, signed_at: datetime) -> list[str]:
        problems = use_problems(which, "assessor", signed_at, SOON_AFTER, "/x")
        return [problem.code for problem in problems]

    assert found(entry, SIGNED) == []
    assert found(entry, SOON_AFTER) == ["signature-key-revoked"]
    assert found(stolen, SIGNED) == ["signature-key-revoked"]


# --- the root -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def roots(years):
    return [years.root.signer, made("Second root", ROTATED).signer, made("Third root", ROTATED).signer]  # fmt: skip


@pytest.fixture(scope="module")
def handed(years, roots) -> list[bytes]:
    """The list as each root signed it."""
    ring, files = years.rotated(), []
    files.append(keyring.write_ring(ring, roots[0], ROTATED))
    for old, new in pairwise(roots):
        files.append(rotation.hand_over(ring, old, new, SOON_AFTER))
        ring = keyring.unpack_ring(files[-1], "keys.json")
    return files


def read(raw: bytes, root) -> KeyRing:
    return keyring.read_ring(raw, "keys.json", public_key_of(root))


def test_who_pinned_an_old_root_reads_the_list_of_a_later_one(handed, roots) -> None:
    for number, raw in enumerate(handed):
        for pinned in roots[: number + 1]:
            ring, signing = keyring.read_ring_and_root(
                raw, "keys.json", public_key_of(pinned)
            )
            assert ring.version == 3 + number
            assert signing == public_key_of(roots[number])


def test_who_pinned_a_new_root_does_not_read_lists_from_before(handed, roots) -> None:
    for pinned in roots[1:]:
        with pytest.raises(InputError) as caught:
            read(handed[0], pinned)
        assert codes(caught) == ["keys-root"]


def test_later_versions_keep_the_handover(handed, roots) -> None:
    ring = keyring.renewed(read(handed[1], roots[1]), None, SOON_AFTER)
    again = keyring.write_ring(ring, roots[1], SOON_AFTER)
    assert read(again, roots[0]) == ring


def test_a_stranger_hands_nothing_over(handed, roots, years) -> None:
    stranger = made("Stranger", MADE).signer
    forged = rotation.hand_over(
        read(handed[0], roots[0]), stranger, roots[1], SOON_AFTER
    )
    with pytest.raises(InputError) as caught:
        read(forged, roots[0])
    assert codes(caught) == ["keys-root"]


def test_a_handover_under_the_old_roots_name_by_another_key_is_refused(
    handed, roots
) -> None:
    ring = read(handed[1], roots[1])
    own = public_key_of(roots[0]).key_id
    stranger = made("Stranger", MADE).signer
    text = rotation.hand_over(read(handed[0], roots[0]), stranger, roots[1], SOON_AFTER)
    (theirs,) = keyring.unpack_ring(text, "x").handovers
    renamed = theirs.replace(public_key_of(stranger).key_id, own)
    forged = keyring.write_ring(
        ring.model_copy(update={"handovers": (renamed,)}), roots[1], SOON_AFTER
    )
    with pytest.raises(InputError) as caught:
        read(forged, roots[0])
    assert codes(caught) == ["envelope-signature"]


def test_a_root_that_handed_over_signs_the_list_no_more(handed, roots) -> None:
    ring = read(handed[2], roots[2])
    for old in roots[:2]:
        with pytest.raises(KeyProblem) as refused:
            keyring.write_ring(ring, old, SOON_AFTER)
        assert codes(refused) == ["keys-handed-over"]
        forced = sign_envelope(canonical(ring.model_dump(mode="json")), KEYS, old)
        for pinned in roots:
            with pytest.raises(InputError) as caught:
                read(forced, pinned)
            assert codes(caught) == ["keys-root"]


def test_a_root_does_not_hand_over_to_itself_or_after_its_end(handed, roots) -> None:
    ring = read(handed[0], roots[0])
    with pytest.raises(KeyProblem) as caught:
        rotation.hand_over(ring, roots[0], roots[0], SOON_AFTER)
    assert codes(caught) == ["handover-same"]
    with pytest.raises(KeyProblem) as caught:
        rotation.hand_over(ring, roots[0], roots[1], YEARS_AFTER)
    assert codes(caught) == ["key-expired"]


def test_a_verifier_reads_the_list_by_the_root_that_was_pinned(handed, roots) -> None:
    pem = public_key_of(roots[0]).pem.encode()
    backing = read_backing([], [], [], ("keys.json", handed[1], pem), SOON_AFTER)
    assert backing.ring == read(handed[1], roots[1])
    assert read_public_key(pem) == public_key_of(roots[0])
