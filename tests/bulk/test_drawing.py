"""Everyone's report: the very assessment inside, drawn once, failures listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audit.bulk.crew import Alone
from audit.bulk.drawing import draw, path_of
from audit.bulk.recorded import Recorded
from audit.bulk.rescoring import Rescoring, Wanted, prepare
from audit.cases import assess_case
from audit.dossier import assessment_bytes
from audit.loading import read_policy
from audit.register.store import Register, open_register
from audit.registering.assessing import open_registered
from audit.signing.embedded import attachments
from tests.bulk.scene import AS_OF, POLICY, blob_of, make_register


def prepared(register: Register) -> Rescoring:
    return prepare(Recorded(register), Wanted(read_policy(POLICY), AS_OF))


def test_a_report_holds_the_very_assessment_and_is_drawn_once(tmp_path: Path) -> None:
    folder, where = tmp_path / "reports", make_register(tmp_path / "register", 2)
    blob_of(where, "vendor-0001").write_bytes(b"{}")
    with open_register(where) as register:
        told: list[int] = []
        (failed,) = draw(prepared(register), Alone(), folder, "uk", told.append)
        assert failed[0].vendor == "vendor-0001"
        assert "was altered [blob-altered]" in failed[1]
        assert told == [1, 2]
        case = open_registered(register, "vendor-0000", POLICY, AS_OF)
        (path,) = folder.iterdir()
        inside = attachments(path.read_bytes())
        assert inside["assessment.json"] == assessment_bytes(assess_case(case))
        moment = path.stat().st_mtime_ns
        assert len(list(draw(prepared(register), Alone(), folder, "uk"))) == 1
        assert [p.stat().st_mtime_ns for p in folder.iterdir()] == [moment]


def test_what_a_report_depends_on_is_in_its_name(tmp_path: Path) -> None:
    where = make_register(tmp_path / "register", 1)
    with open_register(where) as register:
        found = prepared(register)
        (chunk,) = found.chunks(1)
        own = path_of(tmp_path, chunk)
        assert own.name.startswith("vendor-0000-r-0000.")
        brief = replace(chunk.brief, language="ru")
        later = Wanted(read_policy(POLICY), AS_OF.replace(day=25))
        for other in (
            *replace(found, briefs=dict.fromkeys(found.briefs, brief)).chunks(1),
            *prepare(Recorded(register), later).chunks(1),
        ):
            assert path_of(tmp_path, other) != own
