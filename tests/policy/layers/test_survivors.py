"""What the tests of a layered policy miss is shown in the file where it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.loading import Loaded, check_policy
from audit.workbench.testing.loading import Suite
from audit.workbench.testing.mutating import mutate
from tests import builders as b
from tests.policy.faults import ASKED
from tests.policy.layers.scene import HEAD, resolved

if TYPE_CHECKING:
    from pathlib import Path

RULE = "controls:\n  override:\n    CO:\n      rule: {answer: q-e, at_most: 90 min}\n"


def test_a_survivor_is_shown_in_its_own_file(tmp_path: Path) -> None:
    policy = check_policy(resolved(tmp_path, RULE), ASKED)
    asked = Loaded(ASKED, b.document({}))
    found = mutate(Suite(policy, asked, (), ()), ()).survivors
    place = {
        s.pointer.split("/")[2]: (s.file, s.line)
        for s in found
        if "at_most" in s.pointer
    }
    line = (HEAD + RULE).count("\n")
    assert place["5"] == (str(tmp_path / "layer.yaml"), line)
    below = {s.file for s in found if s.pointer.startswith("/contradictions/")}
    assert below == {str(tmp_path / "rules.yaml")}
