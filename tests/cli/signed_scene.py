"""A vendor and an officer with their files, driven through the command line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from audit import library
from audit.cli.main import main
from audit.signing.keys import Signer, load_signer
from tests.saas_case import response_data, write_case

PASSPHRASE = "correct horse battery staple"
VENDOR = "Plain Vendor Ltd"
AS_OF = ["--as-of", "2026-11-24"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def codes(done: Result) -> list[str]:
    """The codes of the problems on stderr."""
    return re.findall(r"\[([a-z0-9-]+)\]$", done.stderr, re.MULTILINE)


@dataclass(frozen=True)
class Scene:
    """A folder in which each file has its usual name."""

    folder: Path

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    @property
    def response(self) -> Path:
        return self / "issued/response.json"

    @property
    def envelope(self) -> Path:
        return self / "issued/response.dsse.json"

    @property
    def request(self) -> Path:
        return self / "issued.request.json"

    @property
    def secret(self) -> list[str | Path]:
        path = self / "secret.txt"
        path.write_text(f"{PASSPHRASE}\n")
        return ["--passphrase-file", path]

    def good(self, *words: str | Path) -> Result:
        done = run(*words)
        assert done.exit_code == 0, done.output
        return done

    def make_key(self, name: str, kind: str = "ed25519") -> None:
        """Make NAME.p12, its certificate root NAME.roots.pem and its NAME.pem."""
        p12 = self / f"{name}.p12"
        words = ["--name", name, "--kind", kind, "--out", p12]
        roots = ["--roots", self / f"{name}.roots.pem"]
        self.good("keys", "create", *words, *roots, *self.secret)
        self.good("keys", "public", p12, "--out", self / f"{name}.pem", *self.secret)

    def signer(self, name: str) -> Signer:
        return load_signer((self / f"{name}.p12").read_bytes(), PASSPHRASE.encode())

    def change_keys(self, verb: str, *words: str | Path) -> Result:
        root = ["--root", self / "root.p12", *self.secret]
        return run("keys", verb, self / "keys.json", *words, *root)

    def add_key(
        self, name: str, *, organisation: str = VENDOR, role: str = "vendor"
    ) -> None:
        who = ["--name", "Vera Vendor", "--organisation", organisation]
        words = ["--public", self / f"{name}.pem", *who, "--role", role]
        done = self.change_keys("add", *words)
        assert done.exit_code == 0, done.output

    def issue(self) -> None:
        self.good("issue", "saas-vendor", "--vendor", VENDOR, "--out", self / "issued")

    def fill(self, **changes: Any) -> None:
        """Answer as the small saas case does, keeping what the officer wrote."""
        blank = json.loads(self.response.read_text("utf-8"))
        kept = {key: blank[key] for key in ("questionnaire", "request")}
        write_case(self / "issued", {**response_data(), **kept, **changes})

    def sign(self, name: str = "vendor") -> Result:
        return run("sign", self.response, "--key", self / f"{name}.p12", *self.secret)

    @property
    def keys(self) -> list[str | Path]:
        return ["--keys", self / "keys.json", "--keys-root", self / "root.pem"]

    @property
    def proofs(self) -> list[str | Path]:
        return [*self.keys, "--request", self.request]

    def assess(
        self, *words: str | Path, policy: str | Path = "saas-baseline"
    ) -> Result:
        judged = ["--policy", policy, *AS_OF, "--format", "json"]
        return run("assess", self.response, *judged, *words)

    def strict_policy(self) -> Path:
        """The shipped policy, which also wants the response signed."""
        text = library.find("policies", "saas-baseline").read_text("utf-8")
        path = self / "strict.yaml"
        path.write_text(f"{text}\nresponses: {{signature: required}}\n", "utf-8")
        return path


def make_scene(folder: Path, kind: str = "ed25519") -> Scene:
    """Keys, a list with the vendor's key, an issued, filled and signed response."""
    scene = Scene(folder)
    for name in ("root", "vendor", "stranger"):
        scene.make_key(name, kind)
    root = ["--root", scene / "root.p12", *scene.secret]
    scene.good("keys", "init", *root, "--out", scene / "keys.json")
    scene.add_key("vendor")
    scene.issue()
    scene.fill()
    assert scene.sign().exit_code == 0
    return scene
