"""Where the commands find a key: a PKCS#12 file, or a token by its PKCS#11 URI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from audit.cli import options

if TYPE_CHECKING:
    from audit.signing.keys import Signer

TOKEN = "pkcs11:"  # noqa: S105 - the scheme of an address


class KeyPlace(click.ParamType["Path | str"]):
    """A PKCS#12 file, or ``pkcs11:…`` for a key in a token."""

    name = "key"

    def __init__(self, file: click.Path) -> None:
        self._file = file

    def convert(self, value: Any, param: Any, ctx: Any) -> Path | str:
        """Return the path or the address; a usage error for a file that is missing."""
        if not str(value).startswith(TOKEN):
            return Path(str(self._file.convert(value, param, ctx)))
        source = ctx.get_parameter_source(param.name) if ctx and param else None
        if source is ParameterSource.DEFAULT_MAP:
            # Whoever may write the folder could have any program library loaded.
            text = "a token's address is taken from the command line or the environment"
            self.fail(f"{text}, not from audit.toml", param, ctx)
        return str(value)


KEY = KeyPlace(options.FILE)
NEW_KEY = KeyPlace(options.PATH)
HELP = "PKCS#12 file or PKCS#11 URI of the signer."
key = click.option("--key", type=KEY, help=HELP)


def open_signer(place: Path | str, passphrase_file: Path | None) -> Signer:
    """Open the key with its passphrase or PIN, from the file or asked for."""
    if isinstance(place, Path):
        from audit.signing.keys import load_signer

        passphrase = options.read_passphrase(passphrase_file)
        return load_signer(place.read_bytes(), passphrase)
    from audit.signing.token import open_token
    from audit.signing.token_uri import read_uri

    found = read_uri(place)
    return open_token(found, options.read_passphrase(passphrase_file, what="PIN"))
