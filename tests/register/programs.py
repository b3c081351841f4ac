"""Programs beside the toolkit that tests run: present, or the test says so."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip where a program is missing; a run that is to count leaves nothing out."""
    missing = [name for name in names if shutil.which(name) is None]
    counts = bool(os.environ.get("CI"))
    reason = f"missing: {', '.join(missing)} (apt-get install)"
    return pytest.mark.skipif(bool(missing) and not counts, reason=reason)
