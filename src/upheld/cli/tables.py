"""`upheld tables`: check, prove, run and exchange the decision tables of a policy."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import Refused
from .reading import read_policy
from .tables_run import EngineOption, InputOption, OutputOption, TableOption, run_file
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.tables import Policy

_FOUND = 1

tables = typer.Typer(
    help="Checks, proves, runs and exchanges the tables of a policy.", rich_markup_mode=None
)
PolicyArgument = Annotated[
    Path, typer.Argument(metavar="POLICY", help="The folder that holds policy.yaml.")
]


@tables.command()
def check(policy: PolicyArgument, as_json: AsJson = False) -> None:
    """Finds gaps, contradictions, dead rules and the like, and slips in the words of its letters.

    Exits 1 when one of them is an error.
    """
    read = read_policy(policy)
    slips = _slips_in_letters(policy)
    from upheld.tables.checks import Severity
    from upheld.tables.checks import check as checked

    from .tables_told import remark_data, show_remarks

    remarks = checked(read)
    if as_json:
        told = [remark_data(remark, read) for remark in remarks]
        print_json({"policy": read.version, "remarks": told, "letters": slips})
    else:
        show_remarks(remarks, read)
        for slip in slips:
            typer.echo(f"error {slip}")
    _exit(bool(slips) or any(remark.severity is Severity.ERROR for remark in remarks))


def _slips_in_letters(policy: Path) -> list[str]:
    """What is amiss in the words of the letters, as far as the folder holds any."""
    from upheld.store.policy_files import voice_file

    letters = policy / voice_file.FILE
    return voice_file.slips(letters) if letters.is_file() else []


@tables.command()
def prove(policy: PolicyArgument, as_json: AsJson = False) -> None:
    """Decides what the policy promises and claims, over all cases.

    Exits 1 when a case breaks a claim. One that is undecided is neither proved nor broken.
    """
    read = read_policy(policy)
    from upheld.tables.proofs import Verdict
    from upheld.tables.proofs import prove as proved

    from .tables_told import proof_data, show_proofs

    proofs = proved(read)
    if as_json:
        _print_list(read, "claims", [proof_data(proof) for proof in proofs])
    else:
        show_proofs(proofs, read)
    _exit(any(proof.verdict is Verdict.REFUTED for proof in proofs))


@tables.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A folder with a policy.yaml.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The folder to compare it with.")],
    as_json: AsJson = False,
) -> None:
    """Tells which rules differ, and which cases are answered otherwise.

    Exits 1 when the policies differ.
    """
    policies = (read_policy(before), read_policy(after))
    from upheld.tables.differences import differences

    from .tables_diff import difference_data, show_differences, turned_cases

    found = differences(*policies)
    cases = turned_cases(*policies, (before, after))
    if as_json:
        print_json(difference_data(found, cases))
    else:
        show_differences(found, cases)
    _exit(bool(found))


@tables.command()
def run(
    policy: PolicyArgument,
    file: InputOption,
    to: OutputOption,
    engine: EngineOption = "columns",
    table: TableOption = None,
    as_json: AsJson = False,
) -> None:
    """Decides every case of a file, and writes the answers beside it.

    Never overwrites. Columns that the file lacks are unknown in every case.
    """
    run_file(read_policy(policy), file, to, engine, table, as_json)


@tables.command()
def tck(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Models and expectations of the OMG's DMN TCK.")
    ],
    as_json: AsJson = False,
) -> None:
    """Runs the DMN Technology Compatibility Kit. Exits 1 when a result differs."""
    from upheld.tables.dmn import ModelError
    from upheld.tables.dmn import tck as measured

    from .tables_told import result_data, show_results

    try:
        results = measured(folder)
    except ModelError as error:
        raise Refused(*map(str, error.problems)) from None
    except FileNotFoundError:
        raise Refused(f"no expectations (.xml) in {folder}: name a folder of the kit") from None
    failed = [result for result in results if not result.passed]
    if as_json:
        told = [result_data(result) for result in failed]
        passed = len(results) - len(failed)
        print_json({"passed": passed, "failed": len(failed), "failures": told})
    else:
        show_results(results)
    _exit(bool(failed))


@tables.command()
def export(
    policy: PolicyArgument,
    to: Annotated[Path, typer.Option(help="A new FILE.dmn, or a FOLDER for spreadsheets (.xlsx).")],
) -> None:
    """Writes the tables as a DMN model, or as spreadsheets. Never overwrites.

    A model holds the tables; claims, cases and letters have no place in it.
    """
    read = read_policy(policy)
    from upheld.tables.dmn import ModelError

    from .tables_files import as_model, as_spreadsheets, write_new

    try:
        files = (
            as_model(read, to) if to.suffix.lower() == ".dmn" else as_spreadsheets(read, policy, to)
        )
    except ModelError as error:
        raise Refused(*map(str, error.problems)) from None
    _tell_written(write_new(files))


@tables.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.dmn", help="DMN 1.2, 1.3, 1.4 or 1.5.")],
    to: Annotated[Path, typer.Option(help="The folder for the policy's files.")],
    valid_from: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Its first day, where the model says none."),
    ] = None,
    currency: Annotated[
        str, typer.Option(help="Its currency, such as GBP, where the model says none.")
    ] = "",
) -> None:
    """Writes a DMN model as the files of a policy. Never overwrites."""
    from upheld.tables.dmn import ModelError

    from .tables_files import from_model, write_new

    day = valid_from.date() if valid_from else None
    try:
        files = from_model(file, to, day, currency)
    except ModelError as error:
        raise Refused(*map(str, error.problems)) from None
    _tell_written(write_new(files))


def _print_list(policy: "Policy", what: str, told: Sequence[dict[str, Any]]) -> None:
    print_json({"policy": policy.version, what: list(told)})


def _tell_written(paths: Sequence[Path]) -> None:
    for path in paths:
        typer.echo(f"wrote {path}")


def _exit(found: bool) -> None:
    if found:
        raise typer.Exit(_FOUND)
