"""The files of a policy in other forms: a DMN model, spreadsheets, and back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from upheld.tables import Policy, PolicyError, load
from upheld.tables.dmn import from_policy, read_model, to_policy, write_model
from upheld.tables.sheets import renamed, sheet_of
from upheld.tables.xlsx import write_xlsx

from .errors import Refused

_POLICY = "policy.yaml"
Files = Mapping[Path, bytes]


def as_model(policy: Policy, file: Path) -> Files:
    """The policy as a DMN 1.3 model. Raises ModelError for what DMN cannot say."""
    # A policy that comes back from a model has CSV files, whatever it had before.
    tables = {
        name: replace(table, file=Path(table.file).with_suffix(".csv").name)
        for name, table in policy.tables.items()
    }
    return {file: write_model(from_policy(replace(policy, tables=tables)))}


def as_spreadsheets(policy: Policy, source: Path, folder: Path) -> Files:
    """A policy folder whose tables are spreadsheets: policy.yaml as its author wrote it, but for
    the names of the files. Raises PolicyError for a text that a spreadsheet cannot hold."""
    settings = (source / _POLICY).read_text("utf-8-sig")
    files = {}
    for table in policy.tables.values():
        name = Path(table.file).with_suffix(".xlsx").name
        settings = renamed(settings, table.file, name)
        files[folder / name] = _spreadsheet(policy, table.name, name)
    return {folder / _POLICY: settings.encode(), **files}


def _spreadsheet(policy: Policy, table: str, name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_xlsx(sheet_of(policy.tables[table]), path)
        return path.read_bytes()


def from_model(file: Path, folder: Path, valid_from: date | None, currency: str) -> Files:
    """The files of the policy that a DMN model is.

    Raises ModelError for what a policy has no form for, Refused where the files would not load or
    would lie elsewhere.
    """
    model = read_model(file.read_bytes(), file.name)
    texts = to_policy(model, valid_from, currency, file.name)
    for name in texts:
        if Path(name).name != name or not name.endswith((".csv", ".yaml")):
            raise Refused(f"{file} names the file {name!r}: give its table a plain name.csv")
    _try(texts, file)
    return {folder / name: text.encode() for name, text in texts.items()}


def _try(texts: Mapping[str, str], file: Path) -> None:
    """Loads them, which checks them as it checks what an author writes."""
    with TemporaryDirectory() as draft:
        for name, text in texts.items():
            (Path(draft) / name).write_text(text, "utf-8", newline="")
        try:
            load(Path(draft))
        except PolicyError as error:
            lines = (f"{file} as a policy: {problem}" for problem in error.problems)
            raise Refused(*lines) from None


def write_new(files: Files) -> list[Path]:
    """Writes all of them, or none where one is there already. Raises Refused then."""
    there = [path for path in files if path.exists() or path.is_symlink()]
    if there:
        names = ", ".join(map(str, there))
        raise Refused(f"{names}: already there, and never overwritten: name another place")
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as opened:
            opened.write(data)
    return list(files)
