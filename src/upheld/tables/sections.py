"""Reads YAML into sections that know their lines; refuses what YAML would silently pass over."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from upheld.tables.notes import Notes
from upheld.tables.plain_yaml import SAFE, loaded
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.turning import check_turning


class Section(dict[str, Any]):
    """A YAML mapping with the line it starts on and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


class Page:
    """One YAML file and the place where its problems go."""

    def __init__(self, file: str, notes: Notes) -> None:
        self.file = file
        self.notes = notes

    def complain(self, section: Section, key: str, message: str, mend: str) -> None:
        self.notes.add(self.file, section.line_of(key), key or None, message, mend)

    def check_keys(self, section: Section, known: Collection[str]) -> None:
        for key in section.keys() - set(known):
            self.complain(section, key, "this word has no meaning here", did_you_mean(key, known))

    def text(self, section: Section, key: str, default: str | None = None) -> str:
        """The text under `key`; empty, with a problem noted, where there is none."""
        value = section.get(key, default)
        if isinstance(value, str):
            return value
        if value is None:
            self.complain(section, key, f"{key} is missing", f"Write {key}: and its text")
        else:
            self.complain(section, key, f"{value!r} is not text", "Put it in quotes")
        return ""

    def sections(self, section: Section, key: str) -> dict[str, Section]:
        """The named sections under `key`, such as the inputs."""
        value = section.get(key, Section(section.line))
        if not isinstance(value, Section):
            self.complain(section, key, f"{key} must be names with settings", "Write name: {...}")
            return {}
        return {name: child for name, child in value.items() if self._is_section(value, name)}

    def listed(self, section: Section, key: str) -> list[Section]:
        """The sections in the list under `key`, such as the tables."""
        value = section.get(key)
        if not isinstance(value, list) or not all(isinstance(each, Section) for each in value):
            self.complain(section, key, f"{key} must be a list", "Begin each with a dash and name:")
            return []
        return value

    def _is_section(self, section: Section, name: str) -> bool:
        found = isinstance(section[name], Section)
        if not found:
            self.complain(section, name, "it has no settings", "Write {type: ...} after it")
        return found


def read_yaml(path: Path, notes: Notes) -> Section | None:
    """The file as a section, or None with the problem noted."""
    if not path.is_file():
        notes.add(path.name, None, None, "the file is missing", "Put it in the policy's folder")
        return None
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        notes.add(path.name, None, None, "the file is not UTF-8", "Save it as UTF-8")
        return None
    return parse_yaml(path.name, text, notes)


def parse_yaml(file: str, text: str, notes: Notes) -> Section | None:
    """The text of a file as a section, or None with the problem noted."""
    try:
        found = loaded(text, _Loader)
    except yaml.MarkedYAMLError as error:
        last = len(text.splitlines())  # where a text ends too early, the mark is past its end
        row = min(error.problem_mark.line + 1, last) if error.problem_mark else None
        message = f"this is not YAML: {error.problem}"
        notes.add(file, row, None, message, "Check the indent, the colons and the quotes")
        return None
    except yaml.YAMLError as error:
        notes.add(file, None, None, f"this is not YAML: {error}", "Correct the value")
        return None
    if not isinstance(found, Section):
        notes.add(file, 1, None, "the file is empty", "Begin with name: and the policy's name")
        return None
    return found


class _Loader(SAFE):  # type: ignore[valid-type, misc]  # one or the other, alike in use
    """Keeps lines, refuses a key that is given twice (YAML would keep the last)."""


def _section(loader: _Loader, node: yaml.MappingNode) -> Section:
    section = Section(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        mark = key_node.start_mark
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"put {key!r} in quotes", mark)
        if key in section:
            raise yaml.constructor.ConstructorError(None, None, f"{key} is given twice", mark)
        section.lines[key] = mark.line + 1
        section[key] = loader.construct_object(value_node, deep=True)
    return section


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    text: str = loader.construct_scalar(node)
    try:
        check_turning(text)
    except CellError as error:
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None
    return text


_Loader.add_constructor("tag:yaml.org,2002:map", _section)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)

NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
