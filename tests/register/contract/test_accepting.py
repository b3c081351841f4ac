"""What holds wherever a register is kept: accepting and reading."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from pydantic import ValidationError

from audit.errors import AuditError, InputError
from audit.register.merkle import EMPTY_ROOT, Frontier, leaf_hash
from audit.register.model import Record
from audit.register.store import create_register
from tests.register.backends import AT, Backend, made, new, opened


def test_a_new_register_is_empty_and_has_a_name_of_its_own(backend: Backend) -> None:
    with create_register(backend.where) as register:
        assert (register.head().size, register.head().root) == (0, EMPTY_ROOT)
        assert not list(register.records())
        origin = register.settings.origin
    with opened(backend) as register:
        assert register.settings.origin == origin


def test_documents_are_numbered_in_the_order_given(backend: Backend) -> None:
    with made(backend, b"one", b"two") as register:
        more = register.accept([new(b"three", subject="r2")], AT)
        assert [r.number for r in more] == [2]
        assert [register.read(r) for r in register.records()] == [
            b"one",
            b"two",
            b"three",
        ]


def test_a_record_says_what_was_accepted_when_and_by_whom(backend: Backend) -> None:
    with create_register(backend.where) as register:
        at = dt.datetime(
            2026, 11, 26, 12, 0, 5, 999, dt.timezone(dt.timedelta(hours=2))
        )
        (found,) = register.accept(
            [new(b"{}", about={"as_of": "2026-11-26", "n": 3})], at
        )
    expected = Record(
        number=0,
        kind="response",
        vendor="acme",
        subject="r1",
        address=hashlib.sha256(b"{}").hexdigest(),
        size=2,
        media_type="application/json",
        recorded_at="2026-11-26T10:00:05Z",
        by="Olena Koval",
        about={"as_of": "2026-11-26", "n": 3},
    )
    assert found == expected
    with opened(backend) as register:
        assert register.record(0) == expected


def test_a_body_is_canonical_json(backend: Backend) -> None:
    with made(backend, b"{}") as register:
        (row,) = register.rows()
    assert row.body == (
        b'{"about":{},"address":"' + hashlib.sha256(b"{}").hexdigest().encode() + b'",'
        b'"by":"Olena Koval","format":"audit-record/1","kind":"response",'
        b'"media_type":"application/json","number":0,"recorded_at":"2026-11-26T10:00:00Z",'
        b'"size":2,"subject":"r0","vendor":"acme"}'
    )


def test_the_head_is_the_root_over_all_bodies(backend: Backend) -> None:
    with made(backend, b"1", b"2", b"3", b"4", b"5") as register:
        leaves = [leaf_hash(record.body) for record in register.records()]
        assert list(register.leaf_hashes()) == leaves
        assert register.head().root == Frontier.of(leaves).root
        assert register.frontier() == Frontier.of(leaves)
        roots = [Frontier.of(leaves[: n + 1]).root for n in range(5)]
        assert [row.root for row in register.rows()] == roots


def test_records_are_found_by_kind_vendor_and_number(backend: Backend) -> None:
    with create_register(backend.where) as register:
        news = [
            new(b"1"),
            new(b"2", "review"),
            new(b"3", vendor="beta"),
            new(b"4", "policy", vendor=None),
        ]
        register.accept(news, AT)
        found = {
            "responses": register.records("response"),
            "of acme": register.records(vendor="acme"),
            "both": register.records("response", "beta"),
            "after": register.records(after=1),
            "none": register.records("offer"),
        }
        assert {
            name: [r.number for r in records] for name, records in found.items()
        } == {
            "responses": [0, 2],
            "of acme": [0, 1],
            "both": [2],
            "after": [2, 3],
            "none": [],
        }


def test_more_records_than_a_page_come_all(backend: Backend) -> None:
    with create_register(backend.where) as register:
        register.accept([new(b"same", subject=f"r{n}") for n in range(1001)], AT)
        assert [r.number for r in register.records()] == list(range(1001))


def test_the_same_document_twice_is_one_record(backend: Backend) -> None:
    with made(backend, b"one") as register:
        (first,) = register.records()
        later = AT + dt.timedelta(days=1)
        again = new(b"one", subject="r0", by="Taras")
        assert register.accept([again], later) == (first,)
        twin = new(b"two", subject="r0")
        a, b, c = register.accept([twin, again, twin], later)
        assert (a.number, b.number, c.number) == (1, 2, 3)
        assert register.accept([twin, twin], later) == (c, c)
        assert register.head().size == 4


def test_a_document_that_returns_after_another_is_recorded_again(
    backend: Backend,
) -> None:
    with made(backend, b"approved") as register:
        register.accept([new(b"conditional", subject="r0")], AT)
        (back,) = register.accept([new(b"approved", subject="r0")], AT)
        assert back.number == 2


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "review"},
        {"vendor": "beta"},
        {"vendor": None},
        {"subject": "r2"},
    ],
)
def test_one_content_of_several_documents_is_several_records(
    backend: Backend, other: dict[str, str]
) -> None:
    with create_register(backend.where) as register:
        news = [new(b"same"), new(b"same", **other)]
        a, b = register.accept(news, AT)
        assert (a.number, b.number) == (0, 1)
        assert a.address == b.address
        assert register.accept(news, AT) == (a, b)


def test_nothing_to_accept_writes_nothing(backend: Backend) -> None:
    with create_register(backend.where) as register:
        assert register.accept([], AT) == ()
        assert register.head().size == 0


def test_a_batch_is_accepted_whole_or_not_at_all_bad(backend: Backend) -> None:
    with made(backend, b"one") as register:
        before = register.head()
        backend.run("CREATE UNIQUE INDEX once ON audit.records (recorded_at, kind)")
        batch = [new(b"new", "review"), new(b"new", "response", subject="r9")]
        with pytest.raises(AuditError, match="the database refuses"):
            register.accept(batch, AT)
        assert register.head() == before
        assert [r.subject for r in register.records()] == ["r0"]


def test_a_moment_without_a_zone_is_refused_bad(backend: Backend) -> None:
    with create_register(backend.where) as register:
        with pytest.raises(ValueError, match="time zone"):
            register.accept([new()], AT.replace(tzinfo=None))
        assert register.head().size == 0


@pytest.mark.parametrize(
    "field",
    [
        {"subject": ""},
        {"subject": "a\nb"},
        {"subject": "a\0b"},
        {"by": "\u202eanelO"},
        {"vendor": "Acme Calls"},
        {"vendor": "../acme"},
        {"about": {"score": 1.5}},
        {"about": {"Score": "1"}},
        {"about": {"score": "1\0"}},
        {"about": {"score": 2**53 + 1}},
        {"about": {"nested": ["list"]}},
        {"kind": "policy_decision"},
    ],
    ids=str,
)
def test_what_could_not_be_listed_is_refused_bad(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        new(**field)  # type: ignore[arg-type]
    assert new(subject="Київ", about={"score": "61.4", "ok": True, "none": None})


def test_a_number_that_is_not_there_is_refused_bad(backend: Backend) -> None:
    with made(backend, b"one") as register:
        with pytest.raises(InputError, match="there is no record 1") as caught:
            register.record(1)
        assert caught.value.problems[0].hint == "numbers are 0 to 0"
        with pytest.raises(InputError, match="there is no record -1"):
            register.record(-1)


def test_an_altered_content_is_refused_by_name_bad(backend: Backend) -> None:
    with made(backend, b"one", b"two") as register:
        first, second = register.records()
        backend.replace(second.address, b"TWO")
        assert register.read(first) == b"one"
        with pytest.raises(
            InputError, match=r"content of record 1 \(response r1\) was altered"
        ):
            register.read(second)


def test_a_missing_content_is_refused_by_name_bad(backend: Backend) -> None:
    with made(backend, b"one", b"two") as register:
        first, second = register.records()
        backend.lose(second.address)
        assert register.read(first) == b"one"
        with pytest.raises(
            InputError, match=r"content of record 1 \(response r1\) is missing"
        ):
            register.read(second)


def test_an_altered_body_is_refused_by_number_bad(backend: Backend) -> None:
    with made(backend, b"one", b"two") as register:
        (row,) = list(register.rows())[1:]
        backend.rewrite(1, row.body.replace(b"Olena", b"Taras"))
        # Well-formed, so it takes the tree to tell; what is no record is seen here.
        assert register.record(1).by == "Taras Koval"
        backend.rewrite(1, b"[" + row.body[1:])
        with pytest.raises(InputError, match="record 1 was altered"):
            list(register.records())


def test_a_body_of_another_number_or_spelling_is_refused_bad(backend: Backend) -> None:
    with made(backend, b"one", b"two") as register:
        first, second = register.rows()
        for body in (
            first.body,
            second.body + b" ",
            second.body.replace(b":", b": ", 1),
        ):
            backend.rewrite(1, body)
            with pytest.raises(InputError, match="record 1 was altered"):
                register.record(1)
