"""A signed report is taken in with all that it carries, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.signed_scene import Scene, codes
from tests.registering.office import Office, make_office, run
from tests.saas_case import response_data, write_case


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A report, signed by ``officer``; ``stranger`` is another root."""
    scene = Scene(tmp_path_factory.mktemp("report"))
    for name in ("officer", "stranger"):
        scene.make_key(name)
    response = write_case(scene.folder, response_data())
    done = run(
        "report",
        response,
        *["--policy", "saas-baseline", "--as-of", "2026-11-24"],
        *["--key", scene / "officer.p12", *scene.secret, "--out", scene / "report.pdf"],
    )
    assert done.exit_code == 0, done.output
    return scene


def add(office: Office, scene: Scene, name: str = "report.pdf", root: str = "officer"):
    trust = ["--trust", scene / f"{root}.roots.pem"] if root else []
    return office.do("add", "plain", scene / name, *trust)


def test_a_report_brings_every_document_inside(office: Office, scene: Scene) -> None:
    done = add(office, scene)
    assert done.exit_code == 0, done.output
    (policy,) = [r.subject for r in office.records if r.kind == "policy"]
    assert office.listed(0) == [
        ("questionnaire", "saas-vendor@1.0.0"),
        ("response", "small-1"),
        ("policy", policy),
        ("assessment", f"{policy}/2026-11-24"),
        ("report", f"{policy}/2026-11-24"),
    ]
    report = office.records[-1]
    assert office.content(report.number) == (scene / "report.pdf").read_bytes()
    assert report.about["assessment"] == f"{policy}/2026-11-24"
    assert "officer" in str(report.about["signer"])
    assert report.media_type == "application/pdf"


def test_evidence_that_the_report_saw_counts_for_this_response_alone(
    office: Office, scene: Scene
) -> None:
    assert add(office, scene).exit_code == 0
    assert "evidence" not in [kind for kind, _ in office.listed(0)]
    words = ["plain", "--policy", "saas-baseline", "--as-of", "2026-11-25"]
    found = json.loads(office.do("assess", *words, "--format", "json").stdout)
    assert [item["status"] for item in found["evidence"]] == ["valid"]
    newer = office.respond(response_id="small-2", authored="2026-11-25")
    (newer.parent / "evidence/cert.txt").unlink()
    assert office.add(newer).exit_code == 0
    found = json.loads(office.do("assess", *words, "--format", "json").stdout)
    assert [item["status"] for item in found["evidence"]] == ["missing"]


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("", "recorded only when its signature was verified"),
        ("stranger", "INDETERMINATE"),
    ],
)
def test_a_report_that_nobody_vouches_for_is_refused_bad(
    office: Office, scene: Scene, root: str, said: str
) -> None:
    done = add(office, scene, root=root)
    assert done.exit_code == 3
    assert said in done.stderr
    assert len(office.records) == 1


def test_a_report_is_recorded_only_with_what_it_must_rest_on_bad(
    office: Office, scene: Scene
) -> None:
    trust = ["--trust", scene / "officer.roots.pem"]
    garbage = scene / "garbage.crl"
    garbage.write_bytes(b"no list")
    done = office.do("add", "plain", scene / "report.pdf", *trust, "--crl", garbage)
    assert done.exit_code == 3
    assert "garbage.crl" in done.stderr
    done = office.do("add", "plain", scene / "report.pdf", *trust, "--keys", garbage)
    assert done.exit_code == 2
    assert "go together" in done.stderr
    assert len(office.records) == 1


def test_an_altered_report_is_refused_bad(office: Office, scene: Scene) -> None:
    raw = (scene / "report.pdf").read_bytes()
    (scene / "altered.pdf").write_bytes(raw + b"\n% more\n")
    done = add(office, scene, "altered.pdf")
    assert done.exit_code == 3
    assert codes(done) or "TOTAL-FAILED" in done.stderr
    assert len(office.records) == 1


def test_a_report_on_another_company_is_refused_bad(
    tmp_path: Path, scene: Scene
) -> None:
    office = make_office(tmp_path, name="Other Ltd")
    done = add(office, scene)
    assert done.exit_code == 3
    assert "[register-other-vendor]" in done.stderr
    assert len(office.records) == 1


def test_a_late_report_takes_no_newer_documents_place(
    office: Office, scene: Scene
) -> None:
    newer = office.respond(response_id="small-2", authored="2026-11-25")
    assert office.add(newer).exit_code == 0
    done = office.do(
        "assess", "plain", "--policy", "saas-baseline", "--as-of", "2026-11-26"
    )
    assert done.exit_code in {0, 1}, done.output
    count = len(office.records)
    assert add(office, scene).exit_code == 0
    assert [kind for kind, _ in office.listed(count - 1)] == ["assessment", "report"]


def test_a_report_on_a_recorded_response_does_not_record_it_again(
    office: Office, scene: Scene
) -> None:
    assert office.add(office.respond()).exit_code == 0
    count = len(office.records)
    assert add(office, scene).exit_code == 0
    kinds = [kind for kind, _ in office.listed(count - 1)]
    assert kinds == ["policy", "assessment", "report"]
