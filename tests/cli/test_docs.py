"""What the reference says is what the command does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cogapp import Cog
from typer import Typer

from upheld.cli.main import app
from upheld.core.document import read_case
from upheld.tables import load

from .conftest import ROOT, Upheld
from .documents import BOB, SALLY, document

REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", ["cli.md", "facts.md", "findings.md", "marts.md", "mcp-tools.md"])
def test_the_generated_parts_are_up_to_date(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", str(REFERENCE / name)]) == 0


def test_every_command_has_its_place_in_the_reference() -> None:
    told = set(re.findall(r"^## upheld (.+)$", (REFERENCE / "cli.md").read_text("utf-8"), re.M))
    names = set(_commands(app))
    for group in app.registered_groups:
        assert group.typer_instance
        names |= {f"{group.name} {name}" for name in _commands(group.typer_instance)}
        if group.typer_instance.info.invoke_without_command is True:
            names.add(str(group.name))
    assert told == names


def _commands(of: Typer) -> Iterator[str]:
    for command in of.registered_commands:
        assert command.callback
        yield command.name or command.callback.__name__


@pytest.mark.parametrize("example", [SALLY, BOB], ids=["sally", "bob"])
def test_the_examples_are_cases(example: Path) -> None:
    policy = load(ROOT / "policies" / "standard")
    assert read_case(document(example), policy).allegations


def test_the_tutorial_letter_can_be_received(upheld: Upheld, db: None) -> None:
    letter = str(ROOT / "docs" / "examples" / "letter.txt")
    options = ("--name", "Ada Quill", "--email", "ada@example.org", "--channel", "letter")
    assert upheld("receive", letter, *options).code == 0
