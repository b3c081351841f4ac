"""Vendor cards, lists, single records, files out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.register.model import Record
from tests.registering.office import Office, card_data, run


def test_a_later_card_replaces_the_earlier_and_both_stay(office: Office) -> None:
    office.good("vendor", "set", office.write("b.json", card_data(status="approved")))
    shown = json.loads(
        office.good("vendor", "show", "plain", "--format", "json").stdout
    )
    assert shown["status"] == "approved"
    assert [r.about["status"] for r in office.records] == ["in_assessment", "approved"]
    listed = office.good("vendor", "list", "--format", "csv").stdout.splitlines()
    assert listed[1] == "plain,Plain Vendor Ltd,EE,approved,Olena Koval,2027-11-24"
    assert len(listed) == 2


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"id": "Plain Vendor"}, "/id"),
        ({"country": "XX"}, "ISO 3166"),
        ({"status": "fine"}, "/status"),
        ({"reassess_every": "soon"}, "a length of time"),
        ({"reassess_every": "0 d"}, "a length of time"),
        ({"next_due": "2027-02-30"}, "/next_due"),
        ({"service": {"xx": "Tickets"}}, "/service"),
        ({"owner": ""}, "/owner"),
        ({"format": "audit-vendor/2"}, "/format"),
        ({"rating": "good"}, "rating"),
        ({"id": "other"}, "has a card already, as 'plain'"),
    ],
    ids=str,
)
def test_a_card_that_is_not_sound_is_refused_bad(
    office: Office, over: dict[str, object], said: str
) -> None:
    path = office.write("bad.json", card_data(**over))
    done = office.do("vendor", "set", path)
    assert done.exit_code == 3
    assert said in done.stderr
    assert "bad.json" in done.stderr
    assert len(office.records) == 1


def test_records_are_listed_and_chosen(office: Office) -> None:
    office.add(office.respond())
    everything = json.loads(office.good("list", "--format", "json").stdout)
    assert [Record.model_validate(r) for r in everything] == office.records
    chosen = office.good(
        "list", "--kind", "evidence", "--vendor", "plain", "--format", "csv"
    )
    assert chosen.stdout.splitlines()[1].endswith(
        'evidence,plain,cert,"expires 2027-01-10, kind certificate",Olena Koval'
    )
    after = json.loads(office.good("list", "--after", "2", "--format", "json").stdout)
    assert [r["number"] for r in after] == [3]
    wrong = office.do("list", "--kind", "answer")
    assert wrong.exit_code == 2
    assert "known: vendor, questionnaire" in wrong.stderr


def test_a_record_is_shown_with_its_document(office: Office) -> None:
    path = office.respond()
    office.add(path)
    shown = office.good("show", "2").stdout
    assert "small-1" in shown
    assert '"svc-record-count"' in shown
    data = json.loads(office.good("show", "2", "--format", "json").stdout)
    assert data["document"] == json.loads(path.read_text("utf-8"))
    assert data["record"]["number"] == 2
    raw = office.good("show", "2", "--raw")
    assert raw.stdout_bytes == path.read_bytes()
    missing = office.do("show", "9")
    assert missing.exit_code == 3
    assert "numbers are 0 to 3" in missing.stderr


def test_documents_come_out_byte_for_byte(office: Office) -> None:
    office.add(office.respond())
    folder = office.folder / "out"
    office.good("export", "plain", folder)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "000000-vendor.json",
        "000000-vendor.record",
        "000001-questionnaire.json",
        "000001-questionnaire.record",
        "000002-response.json",
        "000002-response.record",
        "000003-evidence.bin",
        "000003-evidence.record",
    ]
    for record in office.records:
        (path,) = folder.glob(f"{record.number:06d}-*.[!r]*")
        assert path.read_bytes() == office.content(record.number)
        assert path.with_suffix(".record").read_bytes() == record.body


def test_a_folder_in_use_is_not_written_to_bad(office: Office) -> None:
    folder = office.folder / "out"
    folder.mkdir()
    (folder / "mine").write_text("mine")
    done = office.do("export", "plain", folder)
    assert done.exit_code == 3
    assert [path.name for path in folder.iterdir()] == ["mine"]


def test_the_register_is_named_by_environment_or_file(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUDIT_REGISTER", str(office.register))
    assert run("register", "list").exit_code == 0
    monkeypatch.delenv("AUDIT_REGISTER")
    assert run("register", "list").exit_code == 2
    monkeypatch.chdir(tmp_path)
    Path("audit.toml").write_text('[register]\nregister = "register"\nby = "Taras"\n')
    office.write("card.json", card_data(status="ended"))
    assert run("register", "vendor", "set", "card.json").exit_code == 0
    assert [r.by for r in office.records][1:] == ["Taras"]


def test_roles_are_of_a_server_only_bad(office: Office) -> None:
    other = office.folder / "other"
    done = run(
        "register", "init", "--register", other, "--grant-reader", "audit_reader"
    )
    assert done.exit_code == 2
    assert "are for PostgreSQL" in done.stderr
    assert not other.exists()
    printed = run("register", "roles", "--grant-reader", "audit_reader").stdout
    assert printed.splitlines()[0] == 'GRANT USAGE ON SCHEMA audit TO "audit_reader";'
    assert "INSERT" not in printed


def test_a_sweep_says_what_it_removed(office: Office) -> None:
    assert "0 removed" in office.good("sweep").stderr


def test_a_sealed_register_works_the_same_with_an_identity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path)
    keys = [tmp_path / "me.age", tmp_path / "recovery.age"]
    mine, spare = (
        run(
            "register", "identity", "new", "--out", key, "--no-passphrase"
        ).stdout.strip()
        for key in keys
    )
    office.good("init", "--recipient", mine, "--recovery", spare)
    monkeypatch.setenv("AUDIT_IDENTITY", str(keys[0]))
    office.good("vendor", "set", office.write("card.json", card_data()))
    assert office.add(office.respond()).exit_code == 0
    assert "0 recorded, 2 were there already" in office.add(office.response).stderr
    policy = ["--policy", "saas-baseline", "--as-of", "2026-11-24"]
    assert office.do("assess", "plain", *policy).exit_code in {0, 1}
    office.good("export", "plain", office.folder / "out")
    out = {path.read_bytes() for path in (office.folder / "out").iterdir()}
    assert office.response.read_bytes() in out
    stored = b"".join(path.read_bytes() for path in office.register.glob("blobs/*/*"))
    assert b"Plain Vendor" not in stored
    monkeypatch.delenv("AUDIT_IDENTITY")
    shut = office.do("show", "3")
    assert shut.exit_code == 4
    assert "no identity was given" in shut.stderr
    assert office.do("list").exit_code == 0
