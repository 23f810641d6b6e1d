"""Reading what a person names: UTF-8 text, and JSON with exact numbers."""

import codecs
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheld.core.intake import LONGEST_TEXT

from .errors import Refused

if TYPE_CHECKING:
    from upheld.tables import Policy

STANDARD_INPUT = "-"
# No character of UTF-8 takes more than four bytes.
_MOST_BYTES = 4 * LONGEST_TEXT
_LARGEST_IMPORT = 1 << 30
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_document(file: str) -> dict[str, Any]:
    """The JSON object in `file`. Raises Refused for anything else, or for an inexact number."""
    name = _name(file)
    text = read_text(file)
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_each_key_once
        )
        json.dumps(found, default=str, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Refused(_not_json(name, text, error)) from None
    except UnicodeEncodeError:
        raise Refused(
            f"{name} holds half a character, such as \\ud800: write the whole one"
        ) from None
    except RecursionError:
        raise Refused(f"{name} is nested too deeply for a case: see the facts reference") from None
    except (InvalidOperation, ValueError) as error:
        raise Refused(f"{name}: {_why(error)}") from None
    if not isinstance(found, dict):
        raise Refused(f"{name} does not hold a JSON object: write the case as {{...}}")
    return found


def read_text(file: str) -> str:
    """The text of `file`, `-` for standard input. Raises Refused unless it is UTF-8 and short."""
    name, data = _name(file), _bytes(file)
    if not data.strip():
        raise Refused(f"{name} is empty: write something into it and try again")
    if len(data) > _MOST_BYTES:
        raise Refused(
            f"{name} is longer than {LONGEST_TEXT:,} characters: "
            "keep the letter as evidence and give a summary"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(not_utf8(name, error.start, data[:2])) from None


def not_utf8(name: str, position: int, start: bytes) -> str:
    guess = "UTF-16" if start in _UTF_16 else "WINDOWS-1252"
    return (
        f"{name} is not UTF-8 text (byte {position:,}): "
        f"convert it, for example with iconv -f {guess} -t UTF-8"
    )


def read_policy(folder: Path) -> "Policy":
    """A policy as it is: what is amiss with what it says is for others to tell. Raises Refused."""
    from upheld.tables import load

    if not (folder / "policy.yaml").is_file():
        raise Refused(f"there is no policy.yaml in {folder}: name the policy's folder")
    return load(folder)


def checked_path(file: str) -> Path:
    """The path of a file that is there. Raises Refused for a missing one or a folder."""
    path = Path(file)
    if path.is_dir():
        raise Refused(f"{file} is a folder: name a file in it")
    if not path.exists():
        raise Refused(f"there is no file {file}: check the path")
    return path


def checked_import(file: str) -> Path:
    """As `checked_path`, for a file of many records: what is too large is refused unread."""
    path = checked_path(file)
    if path.stat().st_size > _LARGEST_IMPORT:
        raise Refused(f"{file} is larger than 1 GB: export it in parts")
    return path


def _name(file: str) -> str:
    return "standard input" if file == STANDARD_INPUT else file


def _bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    with checked_path(file).open("rb") as opened:
        return opened.read(_MOST_BYTES + 1)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{double!r} stands twice in one object: keep one")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number: leave a fact out while it is not known")


def _not_json(name: str, text: str, error: json.JSONDecodeError) -> str:
    where = f"{name}, line {error.lineno}, column {error.colno}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return f"{where}: the JSON ends too early: the file looks cut off, copy it again whole"
    return f"{where}: {error.msg}: mend the JSON there"


def _why(error: Exception) -> str:
    if isinstance(error, InvalidOperation) or str(error).startswith("Exceeds the limit"):
        return "a number has too many digits: correct it"
    return str(error)
