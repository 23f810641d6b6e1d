"""What a number in an address of the API is the number of, and whether it is theirs to see."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.references import read_reference, reference
from upheld.store.load import CaseMissing, CustomerMissing
from upheld.store.sight import seen

_NUMBERS = {
    "customer": "Customer", "conduct": "Conduct", "restriction": "Restriction",
    "parting": "Parting", "after": "PartingAfter", "message": "Incoming", "match": "Match",
    "decision": "Decision", "exception": "Deviation", "letter": "Letter",
    "evidence": "Evidence", "contest": "FitContest", "promise": "Commitment",
    "customer_merge": "CustomerMerge", "merge": "Merge",
    "legal_hold": "LegalHold",
}  # fmt: skip


# One spelling, as given.py asks for: anything else is no number, and is refused as that.
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")


def check_theirs(named: Mapping[str, Any]) -> None:
    """Raises what is raised where there is nothing: what is hidden is, to them, not there."""
    for name, told in named.items():
        if name == "case":
            number = read_reference(str(told))
            if number and seen.finds_nothing("Case", number):
                raise CaseMissing(f"there is no case {reference(number)}")
        elif name in _NUMBERS and _is_missing(_NUMBERS[name], str(told)):
            raise CustomerMissing(f"there is no {name} {told}")


def names_hidden(*bodies: bytes) -> bool:
    """Whether what was sent, or answered, names a case or a customer that they do not see."""
    return any(
        seen.finds_nothing(model, number)
        for model, number in {each for body in bodies for each in _named(_read(body), "")}
    )


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:  # a form, a file or nothing
        return None


def _named(told: Any, name: str) -> Iterator[tuple[str, int]]:
    """The cases by their reference, wherever it stands, and the customers by their number."""
    if isinstance(told, dict):
        for key, each in told.items():
            yield from _named(each, key)
    elif isinstance(told, list):
        for each in told:
            yield from _named(each, name)
    elif isinstance(told, str) and (name in _CASES or told.startswith(_UP)):
        if number := read_reference(told):
            yield "Case", number
    elif name in _CUSTOMERS and _NUMBER.fullmatch(str(told)):
        yield "Customer", int(told)


_CASES = frozenset({"case", "into"})  # as somebody may write it: 12, up12
_CUSTOMERS = frozenset({"customer", "customer_id", "customers"})
_UP = "UP-"


def _is_missing(model: str, told: str) -> bool:
    return bool(_NUMBER.fullmatch(told)) and seen.finds_nothing(model, int(told))
