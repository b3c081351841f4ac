"""What keeps the tree honest: registries complete, sizes, errors, schemas, leaks."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import audit
from audit import errors, library, schema_files
from audit.cli.commands import policy_command, register_command
from audit.cli.main import VERBS
from audit.conditions.operators import FAMILIES, OPERATORS
from audit.importers.registry import FORMATS
from audit.questionnaire.types import KINDS
from audit.report.comparison.formats import WRITERS
from audit.report.exports import EXPORTS, exporter_of
from audit.report.formats import RENDERERS

PACKAGE = Path(audit.__file__).parent
NO_KIND = {"__init__", "base", "options", "numbers", "country_codes"}


def modules(folder: str) -> set[str]:
    return {path.stem for path in (PACKAGE / folder).glob("*.py")}


def test_every_question_type_file_is_registered() -> None:
    registered = {kind.__module__.rpartition(".")[2] for kind in KINDS}
    assert modules("questionnaire/types") - NO_KIND == registered
    assert len(KINDS) == 13


def test_every_operator_file_is_a_family_and_no_name_stands_twice() -> None:
    families = {family.__name__.rpartition(".")[2] for family in FAMILIES}
    assert modules("conditions/operators") - {"__init__", "base"} == families
    assert len(OPERATORS) == sum(len(family.OPERATORS) for family in FAMILIES)


def test_every_verb_has_a_command_and_every_command_a_verb() -> None:
    commands = modules("cli/commands") - {"__init__"}
    expected = list(VERBS)
    for verb, group in (("policy", policy_command), ("register", register_command)):
        expected += [f"{verb}_{n.replace('-', '_')}" for n in group.COMMANDS]
    assert commands == {f"{verb}_command" for verb in expected}
    for name in commands:
        assert import_module(f"audit.cli.commands.{name}").command.help


def test_every_import_format_is_registered() -> None:
    files = [import_module(f"audit.importers.{n}") for n in modules("importers")]
    formats = [file.FORMAT for file in files if hasattr(file, "FORMAT")]
    assert {known.name for known in formats} == {known.name for known in FORMATS}
    assert len(FORMATS) == len(formats)


def test_every_report_format_file_is_registered() -> None:
    assert modules("report/formats") - {"__init__", "pdf"} == {"html", "markdown"}
    assert set(RENDERERS) == {".html", ".md", ".json"}
    comparing = {"csv", "html", "markdown", "xlsx"}
    assert modules("report/comparison/formats") - {"__init__"} == comparing
    assert set(WRITERS) == {".csv", ".html", ".json", ".md", ".xlsx"}


def test_every_export_file_is_registered_and_no_other_can_be_had() -> None:
    files = {name.replace("_", "-") for name in modules("report/exports")}
    assert files - {"--init--"} == set(EXPORTS)
    assert all(callable(exporter_of(name)) for name in EXPORTS)
    with pytest.raises(errors.UnknownKind, match="known: oscal-ar, "):
        exporter_of("oscal")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_no_module_has_more_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_every_error_descends_from_the_one_root() -> None:
    found = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(found) > 8
    assert all(issubclass(error, errors.AuditError) for error in found)


@cache
def imported() -> dict[str, set[str]]:
    """Return what each module imports anywhere, by its first name."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        names = found[path.relative_to(PACKAGE).as_posix()] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize(
    ("library_name", "files"),
    [
        ("weasyprint", {"report/formats/pdf.py", "doctor.py"}),
        ("pyhanko", {"signing/pades.py"}),
        ("pypdf", {"report/text_layer.py"}),
        ("openpyxl", {"importers/workbook.py"}),
        ("defusedxml", {"importers/archive.py"}),
        ("xlsxwriter", {"report/comparison/formats/xlsx.py"}),
        ("vl_convert", {"report/chart.py"}),
        ("numpy", {"comparison/stability.py", "comparison/loss.py", "remedy/solve.py"}),
        ("polars", {"columnar/library.py"}),
        ("distributed", {"bulk/crew.py"}),
        ("jinja2", {"report/formats/html.py"}),
        ("pkcs11", {"signing/token.py", "signing/token_create.py"}),
        ("securesystemslib", {"signing/envelope.py"}),
        (
            "sqlalchemy",
            {
                "register/engine.py",
                "register/tables.py",
                "register/migrations/versions/r0001_records.py",
            },
        ),
        (
            "alembic",
            {
                "register/migrations/__init__.py",
                "register/migrations/versions/r0001_records.py",
            },
        ),
        ("pyrage", {"register/sealing.py"}),
        ("icalendar", {"report/register/calendar.py"}),
    ],
)
def test_heavy_libraries_stand_in_one_file_and_load_late(
    library_name: str, files: set[str]
) -> None:
    found = {path for path, names in imported().items() if library_name in names}
    assert found <= files
    assert found


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from audit.cli.main import main;"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0;"
        "heavy = {'pydantic', 'weasyprint', 'jsonschema', 'cryptography', 'jinja2',"
        " 'yaml', 'rich', 'pyhanko', 'numpy', 'scipy', 'xlsxwriter', 'vl_convert',"
        " 'sqlalchemy', 'alembic', 'polars', 'psycopg', 'pyrage', 'openpyxl',"
        " 'icalendar'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_committed_schemas_are_what_the_models_generate() -> None:
    for name, text in schema_files.schemas().items():
        assert (schema_files.FOLDER / name).read_text("utf-8") == text, name


def test_packs_are_found_with_a_hint_for_a_near_miss() -> None:
    assert set(library.packs("questionnaires")) == {"contact-centre", "saas-vendor"}
    with pytest.raises(errors.UnknownKind, match="contact-centre"):
        library.find("questionnaires", "contact-center")
