"""A policy's own cases (cases.yaml): what each expects, and what the tables answer.

Each has a `name`, a case as `given` in the form that `upheld decide` reads, and under `expect` the
names that matter in it, with one line of `allegations` for each one given.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import yaml

from upheld.tables import HitError, Policy, Value, tell
from upheld.tables.fields import read_value
from upheld.tables.plain_yaml import SAFE, loaded
from upheld.tables.problems import CellError, did_you_mean

from .decision import Decision, DecisionError, decide
from .document import DocumentError, read_case

FILE = "cases.yaml"
_EACH = "allegations"
_WORDS = re.compile(r"[^\W\d]\w*(?:[ -]\w+)*")


class ExamplesError(ValueError):
    """cases.yaml cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case of cases.yaml, as its author wrote it."""

    name: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """One name that is answered otherwise than expected, both as a person reads them.

    `allegation` counts from 1; None for the case as a whole.
    """

    name: str
    allegation: int | None
    expected: str
    got: str
    value: Value


@dataclass(frozen=True, slots=True)
class Ran:
    """What the tables made of an example. `trouble` says why they could make nothing of it."""

    example: Example
    answers: Mapping[str, str]
    misses: tuple[Miss, ...]
    trouble: str = ""

    @property
    def holds(self) -> bool:
        return not (self.misses or self.trouble)


def read_examples(text: str) -> tuple[Example, ...]:
    """The cases of the text. Raises ExamplesError with the line, or the case, that is amiss."""
    try:
        told = loaded(text) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        last = len(text.splitlines())  # where a text ends too early, the mark is past its end
        where = f", line {min(mark.line + 1, last)}" if mark else ""
        problem = getattr(error, "problem", None) or "a sign that it cannot hold"
        raise ExamplesError(f"{FILE}{where}: this is not YAML: {problem}: mend it there") from None
    if not isinstance(told, list):
        raise ExamplesError(f"{FILE}: begin each case with a dash and its name")
    return tuple(_example(number, each) for number, each in enumerate(told, 1))


def _example(number: int, told: Any) -> Example:
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        raise ExamplesError(f"{FILE}, case {number}: give it a name that says what it shows")
    name = told["name"]
    for part in ("given", "expect"):
        if not isinstance(told.get(part), dict):
            raise ExamplesError(f"{FILE}, case {name!r}: write what is {part}: as names and values")
    return Example(name, told["given"], told["expect"])


def run_examples(examples: Sequence[Example], policy: Policy) -> tuple[Ran, ...]:
    """Every example put to the policy, as a case received on the policy's first day."""
    return tuple(_ran(example, policy) for example in examples)


def _ran(example: Example, policy: Policy) -> Ran:
    now = datetime.combine(policy.valid_from, time(12), UTC)
    document = {"received_on": policy.valid_from.isoformat(), **example.given}
    try:
        decision = decide(read_case(document, policy), policy, now)
        return _compared(example, decision, policy)
    except (DocumentError, DecisionError, HitError, CellError) as error:
        return Ran(example, {}, (), " ".join(str(error).split()))


def _compared(example: Example, decision: Decision, policy: Policy) -> Ran:
    case = _answers(decision, {""})
    each = [_answers(decision, {finding.allegation}) for finding in decision.findings]
    expect = dict(example.expect)
    rows = expect.pop(_EACH, [])
    if not isinstance(rows, list) or len(rows) not in (0, len(each)):
        raise CellError("expect has not one line of allegations for each one given", "Add them")
    if not all(isinstance(row, Mapping) for row in rows):
        raise CellError("a line of allegations has no names and values", "Write {name: value}")
    misses = [*_misses(expect, case, policy, None)]
    for number, (row, answers) in enumerate(zip(rows, each, strict=False), 1):
        misses += _misses(row, answers, policy, number)
    return Ran(example, _told(decision, case, each, policy), tuple(misses))


def _answers(decision: Decision, subjects: set[str]) -> dict[str, Value]:
    """All that the tables read and gave about an allegation, or about the case ("")."""
    rulings = [ruling for ruling in decision.trace if ruling.subject in subjects]
    found: dict[str, Value] = {}
    for ruling in rulings:
        found |= {**ruling.read, **ruling.gave}
    return found


def _misses(
    expect: Mapping[str, Any], answers: Mapping[str, Value], policy: Policy, number: int | None
) -> Iterator[Miss]:
    for name, raw in expect.items():
        field = policy.names.get(name)
        if field is None:
            mend = did_you_mean(str(name), policy.names)
            raise CellError(f"expect names {name}, which the policy does not", mend)
        wanted, got = read_value(field, raw, policy.currency), answers.get(name)
        if wanted != got:
            expected, found = (tell(value, field, policy.currency) for value in (wanted, got))
            yield Miss(name, number, expected, found, got)


def _told(
    decision: Decision,
    case: Mapping[str, Value],
    each: Sequence[Mapping[str, Value]],
    policy: Policy,
) -> dict[str, str]:
    """Every answer of every table as a person reads it; an allegation's has its number after it."""
    given = {name for table in policy.tables.values() for name in table.outputs}
    several = len(each) > 1
    told = {
        f"{name} ({number})" if several else name: tell(value, policy.names[name], policy.currency)
        for number, answers in enumerate(each, 1)
        for name, value in answers.items()
        if name in given
    }
    of_case = {
        name: tell(value, policy.names[name], policy.currency)
        for name, value in case.items()
        if name in given
    }
    return {**told, **of_case, "owed in all": str(decision.owed)}


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer of an example that two policies give differently."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Turned:
    """An example that two policies answer differently."""

    example: str
    turns: tuple[Turn, ...]


def turned(before: Sequence[Ran], after: Sequence[Ran]) -> tuple[Turned, ...]:
    """The examples whose answers differ, with each answer from and to. Both ran the same cases."""
    pairs = ((old, new, _turns(old, new)) for old, new in zip(before, after, strict=True))
    return tuple(Turned(new.example.name, turns) for _, new, turns in pairs if turns)


def _turns(old: Ran, new: Ran) -> tuple[Turn, ...]:
    if old.trouble or new.trouble:
        same = old.trouble == new.trouble
        told = [each.trouble or "decided" for each in (old, new)]
        return () if same else (Turn("decision", *told),)
    names = dict.fromkeys([*new.answers, *old.answers])
    return tuple(
        Turn(name, old.answers.get(name, "none"), new.answers.get(name, "none"))
        for name in names
        if old.answers.get(name) != new.answers.get(name)
    )


def expecting(text: str, ran: Sequence[Ran]) -> str:
    """The text with what some cases are answered as what they expect, and all else as it was.

    Raises ExamplesError for an expectation that another case shares: change the text there.
    """
    top = yaml.compose(text, SAFE)
    assert isinstance(top, yaml.SequenceNode), "read_examples came first"
    cases = {_name(case): case for case in top.value}
    places = [
        (_place(cases[each.example.name], each.example.name, miss), miss.value)
        for each in ran
        for miss in each.misses
    ]
    for node, value in sorted(places, key=lambda place: -place[0].start_mark.index):
        text = text[: node.start_mark.index] + _scalar_text(value) + text[node.end_mark.index :]
    return text


def _place(case: yaml.Node, example: str, miss: Miss) -> yaml.ScalarNode:
    """Where a case says what it expects."""
    expect = _under(case, "expect")
    if miss.allegation is not None:
        rows = _under(expect, _EACH)
        expect = rows.value[miss.allegation - 1] if isinstance(rows, yaml.SequenceNode) else None
    node = _under(expect, miss.name)
    # What stands before the case was written for another one, and is only referred to here.
    if isinstance(node, yaml.ScalarNode) and node.start_mark.index > case.start_mark.index:
        return node
    raise ExamplesError(
        f"{FILE}, case {example!r}: {miss.name} is shared with another case: change it there"
    )


def _name(case: yaml.Node) -> str:
    name = _under(case, "name")
    return str(name.value) if name else ""


def _under(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _scalar_text(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return value if _reads_as_itself(value) else json.dumps(value, ensure_ascii=False)
    return str(value)


def _reads_as_itself(text: str) -> bool:
    """Whether YAML, between braces too, reads these signs without quotes as this text."""
    return bool(_WORDS.fullmatch(text)) and loaded(text) == text
