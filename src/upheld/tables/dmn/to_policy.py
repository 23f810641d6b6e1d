"""A DMN model as the files of a policy folder, where it has the form of one.

That form: every decision a table of names (or one expression, which is a table of one rule), every
value of a declared scalar type, no functions. What `from_policy` wrote comes back as it went in.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import yaml

from upheld.tables import values
from upheld.tables.dmn.feel import Scope, feel_expression, feel_test
from upheld.tables.dmn.model import (
    Decision,
    DecisionTable,
    Element,
    InputData,
    Knowledge,
    LiteralExpression,
    Model,
    Output,
    RuleRow,
)
from upheld.tables.dmn.own import said
from upheld.tables.dmn.program import Program, prepare
from upheld.tables.dmn.renaming import Namer, for_policy
from upheld.tables.dmn.shapes import Shape, Shapes
from upheld.tables.dmn.steps import Ask
from upheld.tables.dmn.to_sheet import Titles, to_sheet
from upheld.tables.problems import CellError, ModelError, Problem
from upheld.tables.sections import NAME
from upheld.tables.sheets import csv_text
from upheld.tables.syntax import Compare, Literal, OneOf, Test, written
from upheld.tables.values import Kind, Scalar, iso_duration

Settings = dict[str, Any]


def to_policy(
    model: Model, valid_from: date | None = None, currency: str = "", file: str = "model.dmn"
) -> dict[str, str]:
    """The text of each file of the policy folder, by file name.

    `valid_from` and `currency` are for a model that does not say them itself. Raises ModelError,
    with the line, for all that a policy has no form for; whoever keeps the files loads them, which
    checks them as it checks what an author writes.
    """
    model = replace(model, elements=tuple(_as_table(element) for element in model.elements))
    return _Writer(model, prepare(model, file), file).files(valid_from, currency)


def _as_table(element: InputData | Decision | Knowledge) -> InputData | Decision | Knowledge:
    """A decision that is one expression, as a table of one rule."""
    if not isinstance(element, Decision) or not isinstance(element.body, LiteralExpression):
        return element
    rule = RuleRow(outputs=(element.body,), line=element.body.line)
    output = Output(type=element.variable.type if element.variable else "", line=element.line)
    return replace(element, body=DecisionTable(hit="FIRST", outputs=(output,), rules=(rule,)))


class _Writer:
    def __init__(self, model: Model, program: Program, file: str) -> None:
        self.model = model
        self.program = program
        self.file = file
        self.shapes = Shapes(model.items)
        self.problems: list[Problem] = []
        self.namer = Namer(_names_kept(model))
        self.names: dict[str, str] = {}
        self.values: dict[str, tuple[str, ...]] = {}
        self.sheets: dict[str, str] = {}

    def files(self, valid_from: date | None, currency: str) -> dict[str, str]:
        self._refuse_functions()
        top = self._top(valid_from, currency)
        top["inputs"], rollups = self._inputs()
        decisions = {decision.name: decision for decision in self.model.decisions}
        top["tables"] = [self._table(decisions[name]) for name in self.program.decisions]
        if rollups:
            top["rollups"] = rollups
        if self.problems:
            raise ModelError(self.problems)
        text: str = yaml.safe_dump(top, sort_keys=False, allow_unicode=True)
        return {"policy.yaml": text, **self.sheets}

    def _refuse_functions(self) -> None:
        for element in self.model.elements:
            if isinstance(element, Knowledge):
                message = f"the function {element.name} has no form in a policy"
                self._complain(element, message, "Write its expression into the cells")

    def _top(self, valid_from: date | None, currency: str) -> Settings:
        words = said(self.model)
        day = self._first_day(words["valid_from"]) if "valid_from" in words else valid_from
        money = words.get("currency", currency)
        if not day or not money:
            message = "the model says neither its first day nor its currency"
            self._complain(self.model, message, "Give valid_from and currency")
        title = self.model.label or self.model.name
        return {"name": self.model.name, "title": title, "valid_from": day, "currency": money}

    def _first_day(self, text: str) -> date:
        try:
            return values.day(text)
        except ValueError:
            self._complain(self.model, f"valid_from {text} is no date", "Write it as 2026-11-02")
            return date.min

    # Inputs

    def _inputs(self) -> tuple[Settings, Settings]:
        inputs: Settings = {}
        rollups: Settings = {}
        for data in self.model.inputs:
            if said(data).keys() >= {"how", "of", "column"}:
                rollups[self._name(data.name, data)] = _rollup(data)
            else:
                inputs |= dict(self._fields(data))
        return inputs, rollups

    def _fields(self, data: InputData) -> Iterator[tuple[str, Settings]]:
        """An input, or each part of one that is a structure."""
        words = said(data)
        declared = data.variable.type if data.variable else ""
        for path, shape in _leaves(data.name, self.program.inputs[data.name]):
            settings = {"type": self._kind(data, path, shape, declared)}
            settings |= _filled(unit=words.get("unit", ""), means=data.description)
            settings |= {"about": words.get("about", "case")} | self._limits(data, path, shape)
            yield self._name(path, data), settings

    def _name(self, path: str, element: Element) -> str:
        name = said(element).get("name") or self.namer.free(_plain(path))
        self.names[path] = name
        return name

    def _kind(self, element: Element, path: str, shape: Shape, declared: str) -> str:
        if shape.many or shape.kind is None:
            what = "holds many values" if shape.many else "has no declared type"
            self._complain(element, f"{path} {what}", "Declare one scalar type")
        if shape.kind is Kind.NUMBER and self._is_money(declared):
            return Kind.MONEY.value
        return (shape.kind or Kind.STRING).value

    def _is_money(self, declared: str) -> bool:
        while declared in self.shapes.items and declared != Kind.MONEY:
            declared = self.shapes.items[declared].base
        return declared == Kind.MONEY

    def _limits(self, element: Element, path: str, shape: Shape) -> Settings:
        texts = _texts(shape.allowed)
        if texts:
            self.values[path] = texts
            return {"values": list(texts)}
        if shape.allowed is None:
            return {}
        try:
            return {"domain": written(for_policy(shape.allowed, ()))}
        except CellError as error:
            self._complain(element, error.message, error.mend)
            return {}

    # Tables

    def _table(self, decision: Decision) -> Settings:
        words, step = said(decision), self.program.decisions[decision.name].step
        name = words.get("name") or decision.name
        body = decision.body
        if not isinstance(step, Ask) or not isinstance(body, DecisionTable):
            message = f"the decision {decision.name} is neither a table nor an expression"
            self._complain(decision, message, "Make it a decision table")
            return {}
        for text in step.columns:
            self._complain(body, f"a column asks {text}", "Ask a name; decide the rest before")
        file = words.get("file") or f"{_plain(name)}.csv"
        outputs = dict(self._output(decision, body, output) for output in body.outputs)
        if not self.problems:
            titles = Titles(file, tuple(outputs), self.names, self.values)
            self.sheets[file] = csv_text(to_sheet(body, step.table, titles, self._complain))
        head = _filled(name=name, title=decision.description, file=file, each=words.get("each", ""))
        return {**head, "hit": step.table.hit.value, "outputs": outputs}

    def _output(
        self, decision: Decision, body: DecisionTable, output: Output
    ) -> tuple[str, Settings]:
        whole = self.program.decisions[decision.name].shape
        single = len(body.outputs) == 1
        path = decision.name if single else f"{decision.name}.{output.name}"
        shape = replace(whole if single else whole.parts[output.name], many=False)
        if output.values:
            shape = replace(shape, allowed=feel_test(output.values.text, Scope()))
        if output.type:
            shape = replace(shape, kind=self.shapes.shape(output.type).kind)
        settings = {"type": self._kind(output, path, shape, output.type or _type(decision))}
        settings |= _filled(unit=said(output).get("unit", ""), means=output.description)
        limits = self._limits(output, path, shape)
        limits.pop("domain", None)  # a policy bounds what comes in; what goes out is its own
        return self._name(path, output), settings | limits | self._default(output)

    def _default(self, output: Output) -> Settings:
        if output.default is None or not output.default.text.strip():
            return {}
        tree = feel_expression(output.default.text, Scope())
        if not isinstance(tree, Literal):
            self._complain(output, "the default is no plain value", "Write one value")
            return {}
        return {"default": _yaml(tree.value)}

    def _complain(self, element: Element, message: str, mend: str) -> None:
        self.problems.append(Problem(self.file, element.line or None, None, message, mend))


def _rollup(data: InputData) -> Settings:
    words = said(data)
    settings = _filled(of=words["of"], where=words.get("where", ""), means=data.description)
    return settings | {words["how"]: words["column"]}


def _names_kept(model: Model) -> Iterator[str]:
    """The policy's names that the model remembers."""
    for element in model.elements:
        yield said(element).get("name", "")
        body = element.body if isinstance(element, Decision) else None
        for output in body.outputs if isinstance(body, DecisionTable) else ():
            yield said(output).get("name", "")


def _plain(path: str) -> str:
    """A policy's name for a path of FEEL names: words joined by _, parts by a dot."""
    if NAME.fullmatch(path):
        return path
    parts = (re.sub(r"\W+", "_", part, flags=re.ASCII).strip("_") for part in path.split("."))
    return ".".join(part if part[:1].isalpha() else f"n_{part}" for part in parts).lower()


def _leaves(path: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    if not shape.parts:
        yield path, shape
    for name, part in shape.parts.items():
        yield from _leaves(f"{path}.{name}", replace(part, many=part.many or shape.many))


def _type(decision: Decision) -> str:
    return decision.variable.type if decision.variable else ""


def _filled(**settings: str) -> Settings:
    return {name: text for name, text in settings.items() if text}


def _texts(test: Test | None) -> tuple[str, ...]:
    """The texts of a list of nothing but texts."""
    parts = test.tests if isinstance(test, OneOf) else (test,)
    found = tuple(
        part.endpoint.value
        for part in parts
        if isinstance(part, Compare)
        and part.operator == "="
        and isinstance(part.endpoint, Literal)
        and isinstance(part.endpoint.value, str)
    )
    return found if len(found) == len(parts) else ()


def _yaml(value: Scalar) -> object:
    match value:
        case None | bool() | str():
            return value
        case timedelta():
            return iso_duration(value)
    return str(value)
