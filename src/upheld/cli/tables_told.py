"""What checks, proofs and the kit found: as data for programs, and as words for a reader."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from rich.padding import Padding
from rich.text import Text

from upheld.tables import Policy, RuleRef, Value, tell_case
from upheld.tables.checks import Remark, Severity
from upheld.tables.dmn import Result
from upheld.tables.proofs import Proof, Verdict, as_cases
from upheld.tables.values import iso_duration

from .screen import out, plain

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold",
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold red",
    Verdict.UNDECIDED: "bold yellow",
}


def remark_data(remark: Remark, policy: Policy) -> dict[str, Any]:
    """A remark for JSON. Rows count as a spreadsheet does: 1 is the header."""
    return {
        "severity": remark.severity,
        "kind": remark.kind,
        "table": remark.table,
        "file": policy.tables[remark.table].file,
        "rules": [{"rule": rule.id, "row": rule.row} for rule in remark.rules],
        "column": remark.column,
        "message": remark.message,
        "mend": remark.mend,
        "example": None if remark.example is None else _data(remark.example),
    }


def show_remarks(remarks: Sequence[Remark], policy: Policy) -> None:
    screen = out()
    for remark in remarks:
        screen.print(_headed(remark.severity, f"{remark.kind}, {_where(remark, policy)}"))
        screen.print(_inside(remark.message))
        screen.print(_inside(f"mend: {remark.mend}"))
        if remark.example:
            screen.print(
                _inside(f"example: {tell_case(remark.example, policy.names, policy.currency)}")
            )
    counts = Counter(remark.severity for remark in remarks)
    screen.print(plain(", ".join(_counted(counts[each], each) for each in Severity)))


def _where(remark: Remark, policy: Policy) -> str:
    rules = " and ".join(map(_rule, remark.rules))
    column = f"column {remark.column}" if remark.column else ""
    parts = (policy.tables[remark.table].file, rules, column)
    return ", ".join(part for part in parts if part)


def _rule(rule: RuleRef) -> str:
    return f"row {rule.row}" if rule.id == str(rule.row) else f"row {rule.row} ({rule.id})"


def proof_data(proof: Proof) -> dict[str, Any]:
    """A claim with its verdict for JSON; a counterexample is the inputs of one case or of two."""
    return {
        "verdict": proof.verdict,
        "claim": str(proof.claim),
        "because": proof.claim.because,
        "why": proof.why,
        "counterexample": [_data(case) for case in proof.counterexample],
    }


def show_proofs(proofs: Sequence[Proof], policy: Policy) -> None:
    """Each claim, and the cases that break it as cases.yaml takes them."""
    screen = out()
    for proof in proofs:
        screen.print(_headed(proof.verdict, str(proof.claim)))
        for text in filter(None, (proof.claim.because, proof.why)):
            screen.print(_inside(text))
        if proof.counterexample:
            screen.print(_inside("to keep in cases.yaml, with what you expect:"))
            # Unwrapped and at the margin, so that it can be pasted as it stands.
            screen.print(plain(f"\n{as_cases(proof, policy)}"), soft_wrap=True)
    counts = Counter(proof.verdict for proof in proofs)
    screen.print(plain(", ".join(f"{counts[each]} {each}" for each in Verdict)))


def result_data(result: Result) -> dict[str, Any]:
    """A result of the kit for JSON."""
    return {
        "file": result.file,
        "case": result.case,
        "node": result.node,
        "expected": _json(result.expected),
        "got": _json(result.got),
        "problem": result.problem or None,
    }


def show_results(results: Sequence[Result]) -> None:
    screen = out()
    failed = [result for result in results if not result.passed]
    for result in failed:
        screen.print(plain(result))
    screen.print(f"{len(results) - len(failed):,} passed, {len(failed):,} failed")


def _headed(word: Severity | Verdict, rest: str) -> Text:
    return Text.assemble((f"{word}: ", _STYLES[word]), plain(rest))


def _inside(text: str) -> Padding:
    return Padding(plain(text), (0, 0, 0, 2))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _data(case: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _json(value) for name, value in case.items()}


def _json(value: object) -> Any:
    """Exact: numbers are texts, lengths and times as ISO 8601 writes them."""
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            return f"{value:f}"
        case timedelta():
            return iso_duration(value)
        case date() | time() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(name): _json(part) for name, part in value.items()}
        case list() | tuple():
            return [_json(part) for part in value]
    return str(value)  # a length in months
