"""A DMN model that is ready to run: its requirements in order, its bodies planned.

program = prepare(read_model(data))
program.run("Approval", {"Age": 18, "loan": {"rate": Decimal("0.05")}})
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from upheld.tables.dmn.model import (
    Decision,
    DecisionTable,
    InformationRequirement,
    InputData,
    Knowledge,
    KnowledgeRequirement,
    Model,
    Reference,
)
from upheld.tables.dmn.planner import Planner
from upheld.tables.dmn.shapes import ANY, Feel, Shape, Shapes, conform, flat
from upheld.tables.dmn.steps import Given, Step, under
from upheld.tables.dmn.table_planner import HITS
from upheld.tables.dmn.world import Function, Ground, World
from upheld.tables.problems import CellError, FactsError, ModelError, Problem, did_you_mean
from upheld.tables.table import MANY
from upheld.tables.values import Value

_LONGEST = 100  # decisions that need each other, one after the other


@dataclass(frozen=True, slots=True)
class Ready:
    """A decision that can be run once those it `needs` have been."""

    name: str
    shape: Shape
    needs: tuple[str, ...]
    step: Step


@dataclass(frozen=True, slots=True)
class Program:
    """The decisions of a model by name, and its inputs with their types."""

    inputs: Mapping[str, Shape]
    decisions: Mapping[str, Ready]

    def run(self, decision: str, inputs: Mapping[str, Feel]) -> Feel:
        """What the decision gives for one case; an input that is missing is null.

        A table of several outputs gives a mapping, one that collects gives a list. Raises
        LookupError for an unknown decision, FactsError for unknown inputs, for values of
        another type and for a text without end, HitError where a table contradicts itself.
        """
        if decision not in self.decisions:
            raise LookupError(f"no decision {decision}. {did_you_mean(decision, self.decisions)}.")
        facts = self._facts(inputs)
        made: dict[str, Given] = {}
        self._make(decision, facts, made)
        return _nested(made[decision], self.decisions[decision].shape)

    def _facts(self, inputs: Mapping[str, Feel]) -> Given:
        facts: Given = {}
        problems: list[Problem] = []
        for name, raw in inputs.items():
            if name not in self.inputs:
                mend = did_you_mean(name, self.inputs)
                problems.append(Problem("facts", None, name, "no such input", mend))
                continue
            try:
                facts |= flat(name, self.inputs[name], raw)
            except FactsError as error:
                problems.extend(error.problems)
        if problems:
            raise FactsError(problems)
        return facts

    def _make(self, name: str, facts: Given, made: dict[str, Given]) -> None:
        """Runs what the decision needs, then the decision, each once."""
        if name in made:
            return
        ready = self.decisions[name]
        for needed in ready.needs:
            self._make(needed, facts, made)
        seen = dict(facts)
        for needed in ready.needs:
            seen |= under(needed, made[needed])
        try:
            made[name] = _conformed(ready.step.run(seen), ready.shape)
        except CellError as error:
            raise FactsError([Problem(name, None, None, error.message, error.mend)]) from None


def prepare(model: Model, file: str = "model.dmn") -> Program:
    """The model, checked and ready.

    Raises ModelError with every name that is unknown or given twice, every text that is no FEEL,
    every circle of requirements, and every requirement that leads nowhere, by line.
    """
    preparer = _Preparer(model, file)
    program = preparer.program()
    if preparer.ground.problems:
        raise ModelError(preparer.ground.problems)
    return program


class _Preparer:
    def __init__(self, model: Model, file: str) -> None:
        self.model = model
        self.ground = Ground(file, Shapes(model.items))
        self.planner = Planner(self.ground)
        self.by_id = {one.id: one for one in model.elements if one.id}
        self.functions: dict[str, Function] = {}
        self.decisions: dict[str, Ready] = {}
        self.open: list[str] = []

    def program(self) -> Program:
        self._check_twice()
        inputs = {one.name: self.ground.shape(one.variable) for one in self.model.inputs}
        for element in self.model.elements:
            match element:
                case Decision():
                    self._decision(element)
                case Knowledge():
                    self._function(element)
        return Program(inputs, self.decisions)

    def _check_twice(self) -> None:
        for kind in ("name", "id"):
            seen: set[str] = set()
            for element in self.model.elements:
                word = getattr(element, kind)
                if word and word in seen:
                    error = CellError(f"the {kind} {word} is given twice", "Change one of them")
                    self.ground.complain(element, error)
                seen.add(word)

    def _decision(self, decision: Decision) -> Ready | None:
        if decision.name in self.decisions:
            return self.decisions[decision.name]
        if self._goes_round(decision):
            return None
        self.open.append(decision.name)
        known, needs = self._read(decision)
        world = World(known, dict(self._called(decision.knowledge)))
        shape = self._shape(decision)
        step = self.planner.step(decision.body, world, shape)
        self.open.pop()
        ready = Ready(decision.name, shape, needs, step)
        return self.decisions.setdefault(decision.name, ready)

    def _goes_round(self, element: Decision | Knowledge) -> bool:
        """Whether it needs itself, or so long a chain that nobody could follow it."""
        if element.name in self.open:
            circle = [*self.open[self.open.index(element.name) :], element.name]
            error = CellError(" needs ".join(circle), "Take one of the requirements away")
        elif len(self.open) > _LONGEST:
            message = f"{self.open[0]} needs a chain of more than {_LONGEST} others"
            error = CellError(message, "Decide more in one table")
        else:
            return False
        self.ground.complain(element, error)
        return True

    def _read(self, decision: Decision) -> tuple[dict[str, Shape], tuple[str, ...]]:
        known: dict[str, Shape] = {}
        needs: list[str] = []
        for requirement in decision.information:
            match self._required(requirement):
                case InputData() as found:
                    known[found.name] = self.ground.shape(found.variable)
                case Decision() as found:
                    ready = self._decision(found)
                    known[found.name] = ready.shape if ready else ANY
                    needs.append(found.name)
        return known, tuple(needs)

    def _required(self, requirement: InformationRequirement) -> InputData | Decision | None:
        element = self._at(requirement.input or requirement.decision, requirement)
        return element if isinstance(element, InputData | Decision) else None

    def _called(
        self, requirements: tuple[KnowledgeRequirement, ...]
    ) -> Iterator[tuple[str, Function]]:
        for requirement in requirements:
            element = self._at(requirement.knowledge, requirement)
            if isinstance(element, Knowledge):
                function = self._function(element)
                if function:
                    yield element.name, function

    def _at(
        self,
        reference: Reference | None,
        requirement: InformationRequirement | KnowledgeRequirement,
    ) -> InputData | Decision | Knowledge | None:
        href = reference.href if reference else ""
        space, _, fragment = href.partition("#")
        element = self.by_id.get(fragment) if space in ("", self.model.namespace) else None
        if element is None:
            error = CellError(f"a requirement leads to {href or 'nothing'}", "Correct its href")
            self.ground.complain(requirement, error)
        return element

    def _function(self, knowledge: Knowledge) -> Function | None:
        if knowledge.name in self.functions:
            return self.functions[knowledge.name]
        if self._goes_round(knowledge):
            return None
        logic = knowledge.function
        if logic is not None and logic.kind != "FEEL":
            error = CellError(f"a function of kind {logic.kind} is not supported", "Write FEEL")
            self.ground.complain(logic, error)
        self.open.append(knowledge.name)
        world = World({}, dict(self._called(knowledge.knowledge)))
        parameters = logic.parameters if logic else ()
        function = self.planner.function(parameters, logic.body if logic else None, world)
        self.open.pop()
        return self.functions.setdefault(knowledge.name, function)

    def _shape(self, decision: Decision) -> Shape:
        """The declared type, with the outputs of the table where nobody named them."""
        shape = self.ground.shape(decision.variable)
        body = decision.body
        if not isinstance(body, DecisionTable):
            return shape
        many = HITS.get((body.hit, body.aggregation)) in MANY
        if len(body.outputs) > 1:
            columns = {each.name: self.ground.shape(each) for each in body.outputs}
            shape = replace(shape, parts=columns | dict(shape.parts))
        return replace(shape, many=shape.many or many)


def _conformed(given: Given, shape: Shape) -> Given:
    return {part: conform(value, _at(shape, part)) for part, value in given.items()}


def _at(shape: Shape, part: str) -> Shape:
    """The type of a part; a part of many is many."""
    if not part:
        return shape
    if part in shape.parts:
        found = shape.parts[part]
        return replace(found, many=found.many or shape.many)
    for name, inner in shape.parts.items():
        if part.startswith(f"{name}."):
            return _at(replace(inner, many=inner.many or shape.many), part[len(name) + 1 :])
    return ANY


def _nested(given: Given, shape: Shape) -> Feel:
    """The value as people write it: mappings in mappings, and lists of them."""
    if set(given) <= {""}:
        value = given.get("")
        return list(value) if isinstance(value, tuple) else value
    if shape.many and all(isinstance(value, tuple) for value in given.values()):
        return [_tree(dict(zip(given, row, strict=True))) for row in _rows(given)]
    return _tree(given)


def _rows(given: Given) -> Iterator[tuple[Value, ...]]:
    columns = [value for value in given.values() if isinstance(value, tuple)]
    return zip(*columns, strict=True)


def _tree(given: Mapping[str, Value]) -> dict[str, Feel]:
    tree: dict[str, Feel] = {}
    for part, value in given.items():
        here = tree
        *path, last = part.split(".")
        for name in path:
            inner = here.setdefault(name, {})
            assert isinstance(inner, dict)
            here = inner
        here[last] = list(value) if isinstance(value, tuple) else value
    return tree
