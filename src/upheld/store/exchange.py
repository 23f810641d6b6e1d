"""A policy's tables in other forms: CSV, a spreadsheet, a DMN model; out of the store, and in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from upheld.core.drafting import Texts, check_rules, head_of
from upheld.tables import Policy, PolicyError, load_published, load_texts
from upheld.tables.dmn import Model, from_policy, read_model, to_policy, write_model
from upheld.tables.dmn.model import DecisionTable
from upheld.tables.editing import EditError
from upheld.tables.notes import Notes
from upheld.tables.sheet import Sheet, parse_sheet

_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DMN = "application/dmn+xml"


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is taken away."""

    name: str
    data: bytes
    kind: str


def as_sheet(files: Texts, table: str, suffix: str) -> Download:
    """A table as CSV or as a spreadsheet. Raises EditError where there is none."""
    file = head_of(files, table).file
    if file not in files:
        raise EditError(f"there is no file {file}")
    if suffix == "csv":
        return Download(file, files[file].encode("utf-8-sig"), _CSV)
    from upheld.tables.xlsx import write_xlsx  # 16 MB, for those who need it

    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_xlsx(_sheet(file, files[file]), path)
        return Download(Path(file).with_suffix(".xlsx").name, path.read_bytes(), _XLSX)


def _sheet(file: str, text: str) -> Sheet:
    notes = Notes()
    sheet = parse_sheet(file, text, notes)
    if sheet is None:
        raise PolicyError(notes.problems)
    return sheet


def as_model(files: Texts) -> Download:
    """The whole policy as a DMN model, of a version or a draft. Raises PolicyError while it cannot
    be read, ModelError for what DMN cannot say."""
    policy: Policy = load_published(files)
    return Download(f"{policy.name}.dmn", write_model(from_policy(policy)), _DMN)


def csv_of(name: str, data: bytes) -> str:
    """The CSV text of an uploaded CSV file or spreadsheet.

    Raises PolicyError with every cell that cannot be read, EditError for another kind of file.
    """
    if name.lower().endswith(".xlsx"):
        from upheld.tables.xlsx import csv_from_xlsx

        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(name).name
            path.write_bytes(data)
            return csv_from_xlsx(path)
    if not name.lower().endswith(".csv"):
        raise EditError(f"{name} is neither a .csv nor an .xlsx file: save it as one of them")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EditError(f"{name} is not UTF-8: save it as CSV UTF-8") from None


def sheets_of(name: str, data: bytes, files: Texts) -> Mapping[str, str]:
    """The CSV text of every table of a DMN model, for a policy that has them all.

    What policy.yaml says (inputs, outputs, claims) stays with the policy: a model has no place
    for the half of it. Raises ModelError, EditError for a table that either lacks or is too long.
    """
    policy, model = load_texts(files), read_model(data, name)
    _check_rules(model)
    texts = to_policy(model, policy.valid_from, policy.currency, name)
    found = load_texts(texts).tables
    for missing in sorted(policy.tables.keys() - found.keys()):
        raise EditError(f"{name} has no table {missing}: this policy needs it")
    for more in sorted(found.keys() - policy.tables.keys()):
        raise EditError(f"{name} has a table {more}: declare it in policy.yaml first")
    return {table: texts[found[table].file] for table in policy.tables}


def _check_rules(model: Model) -> None:
    """Before a table is made of them, which takes longer than to count them."""
    for decision in model.decisions:
        if isinstance(decision.body, DecisionTable):
            check_rules(decision.name, len(decision.body.rules))
