"""letters.yaml: how the firm speaks. A slip is told with its line and the nearest word."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, TypeAdapter

from upheld.core.checks import settings_amiss
from upheld.core.reply import Voice
from upheld.core.reply.voice import KEYS, missing, places, places_in
from upheld.tables.problems import unknown

from .data_files import BadData, read_yaml

FILE = "letters.yaml"


def read_voice(path: Path) -> Voice:
    """How the firm speaks. Raises BadData with the first slip."""
    voice = read_yaml(path, _VOICE)
    for slip in _slips(voice.phrases, path.read_text("utf-8")):
        raise BadData(f"{path.parent.name}/{path.name}, {slip}")
    if lacking := missing(voice.phrases):
        told = ", ".join(lacking)
        raise BadData(f"{path.parent.name}/{path.name}: phrases: there is no {told}: add it")
    return voice


def slips(path: Path) -> list[str]:
    """Everything amiss in a letters.yaml, one line each; empty where it can be used."""
    where = f"{path.parent.name}/{path.name}"
    try:
        voice = read_yaml(path, _VOICE)
    except BadData as error:
        return [str(error)]
    found = [f"{where}, {slip}" for slip in _slips(voice.phrases, path.read_text("utf-8"))]
    found += [f"{where}: phrases: there is no {key}: add it" for key in missing(voice.phrases)]
    return found


def _slips(phrases: Mapping[str, str], text: str) -> Iterator[str]:
    lines = _lines_of(text)
    for key, phrase in phrases.items():
        line = lines.get(key, 1)
        known = places(key)
        if known is None:
            yield f"line {line}: phrases: {unknown(key, KEYS)}"
            continue
        try:
            names = places_in(phrase)
        except ValueError as error:
            yield f"line {line}: phrases.{key}: {error}: close each brace, or write it twice"
            continue
        for name in names:
            if name not in known:
                at = _line_with(text, "{" + name, line)
                yield f"line {at}: phrases.{key}: {unknown(name, known)}"


def _lines_of(text: str) -> dict[str, int]:
    """The line that each phrase begins on, counted from 1."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    told = {key.value: value for key, value in root.value} if root else {}
    at = told.get("phrases")
    return {key.value: key.start_mark.line + 1 for key, _ in at.value} if at else {}


def _line_with(text: str, sign: str, start: int) -> int:
    """The first line from `start` on that holds the sign."""
    rest = text.splitlines()[start - 1 :]
    return next((start + at for at, line in enumerate(rest) if sign in line), start)


def _off_said(told: Any) -> Any:
    """A check that is off: YAML reads a bare off as false."""
    checks = told.get("checks", {}) if isinstance(told, Mapping) else None
    if not isinstance(checks, Mapping):
        return told
    said = {code: "off" if kept is False else kept for code, kept in checks.items()}
    return {**told, "checks": said}


def _with_known_checks(voice: Voice) -> Voice:
    if amiss := settings_amiss(voice.checks):
        raise ValueError(amiss)
    return voice


_VOICE: TypeAdapter[Voice] = TypeAdapter(
    Annotated[Voice, BeforeValidator(_off_said), AfterValidator(_with_known_checks)]
)
