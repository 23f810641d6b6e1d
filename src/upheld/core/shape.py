"""What the steps write into a policy and read out of it: a policy in any other shape cannot decide.

Its author may add inputs, tables, outputs and words of remedies; these they may not take away.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from upheld.tables import Field, Kind, Policy

from .words import AllegationKind, Band, FindingResult, Outcome, Role, Stance

_STRING, _MONEY, _NUMBER, _YES_NO = Kind.STRING, Kind.MONEY, Kind.NUMBER, Kind.BOOLEAN

# Facts that are recorded of every case, whatever the policy: kind, and which group they are about.
_WRITTEN: Mapping[str, tuple[Kind, str]] = {
    "kind": (_STRING, "allegation"),
    "recorded_finding": (_STRING, "allegation"),
    "withdrawn": (_YES_NO, "circumstance"),
    "in_scope": (_YES_NO, "circumstance"),
    "explained_before": (_YES_NO, "circumstance"),
    "fit.evidence": (_NUMBER, "customer"),
    "fit.values_what": (_NUMBER, "customer"),
    "fit.values_how": (_NUMBER, "customer"),
    "fit.mutual_value": (_NUMBER, "customer"),
    "vulnerable": (_YES_NO, "customer"),
    "relationship.open_complaints": (_NUMBER, "relationship"),
    "goodwill.cost_a_year": (_MONEY, "price"),
}
# An input that a policy declares where it wants it, and then so.
_WANTED: Mapping[str, tuple[Kind, str]] = {"lot": (_NUMBER, "lot")}
# Words of inputs that a case may hold, all of which the tables must be able to read.
_HELD: Mapping[str, type[StrEnum]] = {"kind": AllegationKind, "recorded_finding": FindingResult}
# Answers that are words of ours; a table may leave some of them out, and give no others.
_SPOKEN: Mapping[str, frozenset[str]] = {
    "finding": frozenset(FindingResult),
    "outcome": frozenset(Outcome),
    "fit.band": frozenset(Band),
    "stance": frozenset(Stance),
    "authority.role": frozenset({Role.HANDLER, Role.LEAD}),
}
_GIVEN: Mapping[str, Kind] = {
    **dict.fromkeys(_SPOKEN, _STRING),
    **dict.fromkeys(("question", "ask_whom", "owed.question", "owed.ask_whom"), _STRING),
    **dict.fromkeys(("owed.kind", "owed.chooser", "goodwill.kind"), _STRING),
    **dict.fromkeys(("next_action", "next_action.who"), _STRING),
    **dict.fromkeys(("owed.amount", "goodwill.amount", "price_back", "delivery_back"), _MONEY),
    **dict.fromkeys(("help", "authority.second_person", "parting.may_propose"), _YES_NO),
    "owed.days": _NUMBER,
}
_OF_EACH = {"finding", "entitlement", "price_back"}
_EACH = "allegation"


def misshapen(policy: Policy) -> Iterator[str]:
    """What keeps the steps from using the policy, each with its mend."""
    for name, (kind, about) in _WRITTEN.items():
        yield from _input(policy.inputs.get(name), name, kind, about)
    for name, (kind, about) in _WANTED.items():
        if name in policy.inputs:
            yield from _input(policy.inputs[name], name, kind, about)
    for name, words in _HELD.items():
        yield from _words_left_out(policy.inputs.get(name), words)
    for table in policy.tables.values():
        for name in _GIVEN.keys() & table.outputs.keys():
            yield from _output(table.outputs[name], _GIVEN[name])
    yield from _wrong_place(policy)


def _input(field: Field | None, name: str, kind: Kind, about: str) -> Iterator[str]:
    wanted = f"{name}: {{type: {kind}, about: {about}}}"
    if field is None:
        yield f"input {name} is missing, and cases have it: declare {wanted} in policy.yaml"
    elif (field.kind, field.about) != (kind, about):
        yield f"input {name} is a {field.kind} about {field.about}: declare it as {wanted}"


def _words_left_out(field: Field | None, words: type[StrEnum]) -> Iterator[str]:
    left_out = sorted(set(words) - set(field.values)) if field and field.values else []
    if field and left_out:
        told = ", ".join(left_out)
        yield f"input {field.name} leaves out {told}, and a case may have it: add it to its values"


def _output(field: Field, kind: Kind) -> Iterator[str]:
    if field.many:
        yield f"output {field.name} holds many values and one is needed: choose another hit policy"
    if field.kind is not kind:
        yield f"output {field.name} is a {field.kind}: declare it as {kind} in policy.yaml"
    known = _SPOKEN.get(field.name)
    if known and not (field.values and set(field.values) <= known):
        told = ", ".join(sorted(known))
        yield f"output {field.name} may give nothing but {told}: declare its values so"


def _wrong_place(policy: Policy) -> Iterator[str]:
    for name, table in policy.tables.items():
        if name in _OF_EACH and table.each != _EACH:
            yield f"table {name} must run once for every allegation: write each: {_EACH}"
        elif name not in _OF_EACH and table.each and table.outputs.keys() & _OF_CASE:
            yield f"table {name} answers for the case as a whole: take each: {table.each} away"


_OF_CASE = frozenset({"outcome", "fit.band", "stance", "goodwill.amount", "help"}) | {
    "parting.may_propose", "authority.role", "next_action",
}  # fmt: skip
