"""The names of the package: complete, lazy, and none in the way of a module."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import audit

SOURCE = Path(audit.__file__)


def fresh(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def for_checkers() -> dict[str, str]:
    """Name → module, as type checkers read it."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module != "importlib":
            assert all(alias.asname == alias.name for alias in node.names)
            found |= {alias.name: str(node.module) for alias in node.names}
    return found


def test_type_checkers_and_the_interpreter_know_the_same_names() -> None:
    assert len(audit.__all__) > 60
    assert for_checkers() == audit._HOME


def test_every_name_can_be_had_and_is_what_its_home_defines() -> None:
    for name, home in audit._HOME.items():
        found = getattr(audit, name)
        assert (found.__name__, found.__module__) == (name, home)


def test_no_name_is_that_of_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules([str(SOURCE.parent)])}
    assert {"report", "conditions", "register"} <= modules
    assert not modules & set(audit.__all__)


def test_names_are_listed_before_they_are_loaded() -> None:
    code = "import audit; print('assess' in vars(audit), 'assess' in dir(audit))"
    assert fresh(code) == "False True"


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import audit;"
        "print(set(sys.modules) - before)"
    )
    assert fresh(code) == "{'audit'}"


def test_errors_can_be_caught_without_loading_what_raises_them() -> None:
    code = (
        "import sys, audit; audit.InputError; print('pydantic' in sys.modules);"
        "audit.assess; print('pydantic' in sys.modules)"
    )
    assert fresh(code).split() == ["False", "True"]


def test_the_package_tells_type_checkers_that_it_is_typed() -> None:
    assert SOURCE.with_name("py.typed").is_file()


def test_an_unknown_name_is_an_attribute_error_bad() -> None:
    with pytest.raises(AttributeError, match="'audit' has no attribute 'asess'"):
        audit.asess  # noqa: B018


def test_modules_of_the_package_are_still_imported_by_name() -> None:
    assert fresh("from audit import library; print(library.__name__)").endswith(
        "audit.library"
    )
