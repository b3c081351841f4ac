"""A report carries the head of the register, and is one of the places that keep it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from audit import dossier
from audit.canonical import canonical, digest_bytes
from audit.cases import assess_case, open_case
from audit.errors import InputError
from audit.register.checkpoint import Checkpoint
from audit.register.report_head import REPORT_HEAD, pack_head, unpack_head
from audit.registering.kept_heads import read_heads
from audit.signing.embedded import attachments
from tests.cli.signed_scene import AS_OF, Scene, run
from tests.register.attacks import edited, filled, forge, head_of, rows_of
from tests.register.backends import InFolder
from tests.saas_case import response_data, write_case
from tests.signing.pki import NOW
from tests.signing.signed_json import codes

POINT = Checkpoint("audit-register/00", 7, bytes(range(32)))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A register, and a signed report that carries its head."""
    scene = Scene(tmp_path_factory.mktemp("report-head"))
    scene.make_key("officer")
    filled(InFolder(scene / "register"))
    write_case(scene / "issued", response_data())
    words = [scene.response, "--policy", "saas-baseline", *AS_OF]
    key = ["--key", scene / "officer.p12", *scene.secret]
    head = ["--register", scene / "register"]
    scene.good("report", *words, *key, *head, "--out", scene / "report.pdf")
    return scene


def verify(scene: Scene, head: Path) -> tuple[int, str]:
    done = run("register", "verify", "--register", scene / "register", "--head", head)
    return done.exit_code, done.output


def test_a_report_with_a_head_is_verified_and_keeps_it_good(scene: Scene) -> None:
    roots = ["--trust", scene / "officer.roots.pem"]
    scene.good("verify", scene / "report.pdf", *roots)
    carried = attachments((scene / "report.pdf").read_bytes())[REPORT_HEAD]
    assert unpack_head(carried, "report.pdf") == head_of(InFolder(scene / "register"))
    code, said = verify(scene, scene / "report.pdf")
    assert code == 0, said
    assert "report.pdf: 5 records, as a report carries it" in said
    assert "the first 5 of 5 records are those that were signed" in said


def test_a_rewritten_log_is_caught_by_a_report_bad(
    scene: Scene, tmp_path: Path
) -> None:
    other = Scene(tmp_path)
    (scene / "register").rename(other / "register")
    try:
        folder = InFolder(other / "register")
        rows = rows_of(folder)
        forge(folder, [*rows[:4], edited(rows[4], by="Somebody Else")])
        code, said = verify(other, scene / "report.pdf")
        assert code == 1
        assert "[head-forked]" in said
    finally:
        (other / "register").rename(scene / "register")


def test_a_report_without_a_head_is_named_bad(scene: Scene) -> None:
    blank, written = pikepdf.new(), io.BytesIO()
    blank.add_blank_page()
    blank.save(written)
    with pytest.raises(InputError) as caught:
        read_heads([(written.getvalue(), "bare.pdf")], None, NOW)
    assert codes(caught) == ["head-none"]
    done = run(
        "report", scene.response, "--policy", "saas-baseline", *AS_OF,
        "--register", scene / "register", "--out", scene / "report.md",
    )  # fmt: skip
    assert done.exit_code == 2
    assert "only a PDF carries the head" in done.stderr


def files_with(scene: Scene, head: Checkpoint | None) -> dict[str, bytes]:
    case = open_case("saas-baseline", scene.response, NOW.date())
    return dossier.build(assess_case(case), "en", head)


def faults(files: dict[str, bytes]) -> list[str]:
    return dossier.digest_faults(files, dossier.read_manifest(files))


def test_the_head_changes_nothing_else_in_a_report_good(scene: Scene) -> None:
    without, carrying = files_with(scene, None), files_with(scene, POINT)
    assert faults(without) == faults(carrying) == []
    assert REPORT_HEAD not in without
    assert carrying[REPORT_HEAD] == pack_head(POINT)
    changed = {n for n in carrying if carrying[n] != without.get(n)}
    assert changed == {REPORT_HEAD, "manifest.json"}


@pytest.mark.parametrize(
    ("head", "listed", "fault"),
    [
        (pack_head(POINT)[:-1] + b" }", False, "was changed"),
        (b"{}", True, "checkpoint"),
        (canonical({"format": "audit-report-head/1", "checkpoint": "x"}), True,
         "this is no head of a register"),
    ],
    ids=["changed", "no head", "no checkpoint"],
)  # fmt: skip
def test_a_head_that_was_tampered_with_is_named_bad(
    scene: Scene, head: bytes, listed: bool, fault: str
) -> None:
    files = {**files_with(scene, POINT), REPORT_HEAD: head}
    if listed:
        manifest = json.loads(files["manifest.json"])
        manifest["files"][REPORT_HEAD] = digest_bytes(head)
        files["manifest.json"] = canonical(manifest)
    (found,) = faults(files)
    assert found.startswith(REPORT_HEAD)
    assert fault in found
