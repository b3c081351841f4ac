"""Every way to alter a register is named by the first record that it touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.register.check import verify
from audit.register.check_rows import REPEATED
from audit.register.checkpoint import Checkpoint
from audit.register.faults import Fault
from audit.register.merkle import Frontier, leaf_hash
from audit.register.store import Row, create_register
from tests.register.attacks import (
    edited,
    filled,
    first,
    forge,
    grown,
    put_rows,
    quietly,
    renumbered,
    rows_of,
    set_head,
    verified,
)
from tests.register.backends import Backend, InFolder, opened

Rows = list[Row]


def named(fault: Fault) -> tuple[str, int | None, str]:
    return fault.code, fault.number, fault.field


def statuses(backend: Backend, *kept: Checkpoint) -> dict[str, str]:
    return {step.name: step.status for step in verified(backend, *kept).steps}


def changed(backend: Backend, change: Callable[[Rows], Rows]) -> Fault:
    """What is said after the rows were changed, but nothing was recomputed."""
    filled(backend)
    put_rows(backend, change(rows_of(backend)))
    return first(backend)


def edit(number: int, **over: Any) -> Callable[[Rows], Rows]:
    return lambda rows: [edited(r, **over) if r.number == number else r for r in rows]


def set_columns(number: int, **over: Any) -> Callable[[Rows], Rows]:
    return lambda rows: [replace(r, **over) if r.number == number else r for r in rows]


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    """A place for one of many variations, which need no server each."""
    return InFolder(tmp_path / "register")


def test_an_unaltered_register_is_verified_good(backend: Backend) -> None:
    kept = filled(backend)
    found = verified(backend, kept)
    assert found.passed
    assert found.first is None
    assert {step.status for step in found.steps} == {"passed"}
    assert [step.number for step in found.steps] == list(range(1, 9))
    assert (found.size, bytes.fromhex(found.root)) == (5, kept.root)


def test_an_empty_register_is_verified_good(backend: Backend) -> None:
    create_register(backend.where).close()
    assert verified(backend).passed
    assert verified(backend).size == 0


def test_a_register_that_grew_still_goes_on_from_every_kept_head_good(
    backend: Backend,
) -> None:
    heads = [filled(backend), grown(backend, b"five"), grown(backend, b"six", b"seven")]
    assert verified(backend, *reversed(heads)).passed
    assert statuses(backend, *heads)["kept heads"] == "passed"


def test_an_edited_body_is_named_bad(backend: Backend) -> None:
    fault = changed(backend, edit(2, by="Somebody Else"))
    assert named(fault) == ("record-altered", 2, "body")
    assert (fault.kind, fault.vendor, fault.subject) == ("response", "acme", "r2")
    assert str(fault).startswith("record 2 (response, acme, r2): body: is not what")


def test_of_two_edited_bodies_the_first_is_named_bad(backend: Backend) -> None:
    fault = changed(backend, lambda rows: edit(1, size=9)(edit(3, size=9)(rows)))
    assert named(fault) == ("record-altered", 1, "body")


@pytest.mark.parametrize("number", range(5))
def test_whichever_body_is_edited_it_is_the_one_named_bad(
    folder: InFolder, number: int
) -> None:
    fault = changed(folder, edit(number, about={"score": "99.9"}))
    assert named(fault) == ("record-altered", number, "body")


def test_a_body_in_another_spelling_is_named_bad(backend: Backend) -> None:
    def respelled(rows: Rows) -> Rows:
        return set_columns(3, body=rows[3].body.replace(b'","', b'", "'))(rows)

    assert named(changed(backend, respelled)) == ("record-form", 3, "body")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{}", "address, by, kind, media_type, number, recorded_at, size, subject"),
        (b"[1]", "body"),
        (b"\xff", "body"),
    ],
)
def test_a_body_that_is_no_record_is_named_bad(
    folder: InFolder, body: bytes, field: str
) -> None:
    fault = changed(folder, set_columns(1, body=body))
    assert (fault.code, fault.number) == ("record-body", 1)
    assert set(field.split(", ")) <= set(fault.field.split(", "))


@pytest.mark.parametrize("column", REPEATED)
def test_an_edited_column_is_named_bad(folder: InFolder, column: str) -> None:
    filled(folder)
    rows = rows_of(folder)
    value = rows[0].address if column == "address" else "elsewhere"
    put_rows(folder, set_columns(4, **{column: value})(rows))
    assert named(first(folder)) == ("record-column", 4, column)


def test_a_vendor_taken_off_is_named_bad(backend: Backend) -> None:
    fault = changed(backend, set_columns(0, vendor=None))
    assert named(fault) == ("record-column", 0, "vendor")
    assert "'acme'" in fault.detail


@pytest.mark.parametrize("number", [0, 2, 4])
def test_an_edited_root_is_told_from_an_edited_body_bad(
    folder: InFolder, number: int
) -> None:
    fault = changed(folder, set_columns(number, root=bytes(32)))
    assert named(fault) == ("record-root", number, "root")


def test_an_edited_root_does_not_hide_a_later_edited_body_bad(
    folder: InFolder,
) -> None:
    filled(folder)
    rows = set_columns(1, root=bytes(32))(rows_of(folder))
    put_rows(folder, edit(3, by="Somebody Else")(rows))
    found = [named(f) for f in verified(folder).steps[4].faults]
    assert found == [("record-root", 1, "root"), ("record-altered", 3, "body")]


def test_a_deleted_last_record_is_named_bad(backend: Backend) -> None:
    assert named(changed(backend, lambda rows: rows[:-1])) == ("record-missing", 4, "")


def test_all_records_deleted_are_named_bad(backend: Backend) -> None:
    assert named(changed(backend, lambda _: [])) == ("record-missing", 0, "")


def test_a_deleted_record_in_the_middle_is_named_bad(backend: Backend) -> None:
    def deleted(rows: Rows) -> Rows:
        return [row for row in rows if row.number != 2]

    assert named(changed(backend, deleted)) == ("record-missing", 2, "")


def test_a_gap_that_was_closed_is_named_bad(backend: Backend) -> None:
    fault = changed(backend, lambda rows: renumbered(rows[:2] + rows[3:]))
    assert named(fault) == ("record-altered", 2, "body")
    assert fault.subject == "r3"


def test_swapped_records_are_named_bad(backend: Backend) -> None:
    def swapped(rows: Rows) -> Rows:
        one, three = replace(rows[3], number=1), replace(rows[1], number=3)
        return [rows[0], one, rows[2], three, rows[4]]

    assert named(changed(backend, swapped)) == ("record-number", 1, "number")


def test_swapped_and_renumbered_records_are_named_bad(backend: Backend) -> None:
    def swapped(rows: Rows) -> Rows:
        return renumbered([rows[0], rows[3], rows[2], rows[1], rows[4]])

    fault = changed(backend, swapped)
    assert named(fault) == ("record-altered", 1, "body")
    assert fault.subject == "r3"


def test_a_record_put_behind_the_last_is_named_bad(backend: Backend) -> None:
    def added(rows: Rows) -> Rows:
        return renumbered([*rows, rows[0]])

    assert named(changed(backend, added)) == ("record-altered", 5, "body")


def test_a_record_put_before_the_first_is_named_bad(backend: Backend) -> None:
    def added(rows: Rows) -> Rows:
        return [replace(edited(rows[0], number=-1), number=-1), *rows]

    assert named(changed(backend, added)) == ("record-body", -1, "number")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"root": bytes(32)}, "head-root"),
        ({"frontier": bytes(8)}, "head-frontier"),
        ({"frontier": b"short"}, "head-frontier"),
        ({"size": 4}, "record-added"),
        ({"size": 6}, "record-missing"),
    ],
)
def test_an_edited_head_is_named_bad(
    folder: InFolder, values: dict[str, Any], code: str
) -> None:
    filled(folder)
    set_head(folder, **values)
    assert first(folder).code == code


def test_a_removed_head_is_named_bad(backend: Backend) -> None:
    filled(backend)
    quietly(backend, "DELETE FROM audit.head")
    assert first(backend).code == "head-missing"


def test_a_replaced_content_is_named_by_its_record_bad(backend: Backend) -> None:
    filled(backend)
    backend.replace(rows_of(backend)[3].address, b"THREE")
    fault = first(backend)
    assert named(fault) == ("content-altered", 3, "content")
    assert (fault.vendor, fault.subject) == ("acme", "r3")


def test_a_truncated_content_is_named_by_its_record_bad(backend: Backend) -> None:
    filled(backend)
    backend.replace(rows_of(backend)[3].address, b"thre")
    assert named(first(backend)) == ("content-altered", 3, "content")


def test_exchanged_contents_are_named_by_the_first_record_bad(backend: Backend) -> None:
    filled(backend)
    rows = rows_of(backend)
    backend.replace(rows[1].address, b"four")
    backend.replace(rows[4].address, b"one")
    assert named(first(backend)) == ("content-altered", 1, "content")


def test_a_record_that_states_another_size_is_named_bad(folder: InFolder) -> None:
    filled(folder)
    rows = rows_of(folder)
    forge(folder, [*rows[:3], edited(rows[3], size=99), rows[4]])
    assert named(first(folder)) == ("content-size", 3, "content")


def test_a_removed_content_is_named_by_its_record_bad(backend: Backend) -> None:
    filled(backend)
    backend.lose(rows_of(backend)[0].address)
    assert named(first(backend)) == ("content-missing", 0, "content")


def test_many_lost_contents_are_counted_and_the_first_named(backend: Backend) -> None:
    filled(backend)
    for row in rows_of(backend):
        backend.lose(row.address)
    step = verified(backend).steps[6]
    assert (step.name, step.detail, len(step.faults)) == ("contents", "5 faults", 5)
    assert first(backend).number == 0


def test_contents_are_not_read_when_not_wanted(backend: Backend) -> None:
    filled(backend)
    backend.lose(rows_of(backend)[0].address)
    with opened(backend) as register:
        found = verify(register, contents=False)
    assert found.passed
    assert found.steps[6].status == "skipped"


def test_a_log_rewritten_as_a_whole_is_told_by_a_kept_head_alone_bad(
    backend: Backend,
) -> None:
    early = filled(backend)
    late = grown(backend, b"five", b"six")
    rows = rows_of(backend)
    forge(backend, [*rows[:5], edited(rows[5], by="Somebody Else"), rows[6]])
    assert statuses(backend)["kept heads"] == "skipped"
    assert verified(backend).passed, "nothing inside gives it away"
    assert verified(backend, early).passed, "it was altered after this head"
    fault = first(backend, late, early)
    assert fault.code == "head-forked"
    assert "records 5 to 6 are not what was signed" in fault.detail


def test_a_record_taken_out_of_a_rewritten_log_is_told_by_a_kept_head_bad(
    backend: Backend,
) -> None:
    kept = filled(backend)
    rows = rows_of(backend)
    forge(backend, renumbered(rows[:2] + rows[3:]))
    assert verified(backend).passed
    assert named(first(backend, kept))[:2] == ("head-truncated", 4)


def test_an_older_copy_is_told_by_a_kept_head_bad(backend: Backend) -> None:
    early = filled(backend)
    older = rows_of(backend)
    late = grown(backend, b"five", b"six")
    forge(backend, older)
    assert verified(backend, early).passed, "it is a register that once was"
    fault = first(backend, early, late)
    assert named(fault)[:2] == ("head-truncated", 5)
    assert "records 5 to 6 are gone, or an older copy was restored" in fault.detail


def test_an_older_copy_that_went_on_otherwise_is_told_by_a_kept_head_bad(
    backend: Backend,
) -> None:
    early = filled(backend)
    older = rows_of(backend)
    late = grown(backend, b"five")
    forge(backend, older)
    other = grown(backend, b"another five")
    assert verified(backend, early, other).passed
    fault = first(backend, late)
    assert fault.code == "head-forked"


def test_another_register_in_its_place_is_told_by_a_kept_head_bad(
    backend: Backend,
) -> None:
    kept = filled(backend)
    other = replace(kept, origin=f"audit-register/{'0' * 32}")
    assert named(first(backend, other)) == ("head-origin", None, "origin")


def test_the_stored_root_of_each_record_is_a_head_of_its_time(
    backend: Backend,
) -> None:
    filled(backend)
    frontier = Frontier()
    for row in rows_of(backend):
        frontier = frontier.append(leaf_hash(row.body))
        assert row.root == frontier.root
