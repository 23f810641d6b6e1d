"""Turns the bodies of a model into steps, every text parsed and every name looked up once."""

from collections.abc import Sequence
from dataclasses import replace

from upheld.tables.dmn.feel import Defined, check_cost, define
from upheld.tables.dmn.model import (
    Body,
    Context,
    DecisionTable,
    Invocation,
    LiteralExpression,
    Variable,
)
from upheld.tables.dmn.shapes import ANY, Shape
from upheld.tables.dmn.steps import InTurn, Invoke, Say, Step
from upheld.tables.dmn.table_planner import plan_table
from upheld.tables.dmn.world import Function, Ground, World
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.syntax import Literal


class Planner:
    """Plans bodies; each problem is kept with its line, and the body then says null."""

    def __init__(self, ground: Ground) -> None:
        self.shape = ground.shape
        self.complain = ground.complain
        self.ground = ground

    def function(self, parameters: Sequence[Variable], body: Body | None, world: World) -> Function:
        """A business knowledge model; its body reads its parameters alone."""
        names = tuple(each.name for each in parameters)
        inner = replace(world, shapes={each.name: self.shape(each) for each in parameters})
        step = self.step(body, inner)
        defined = Defined(names, step.tree, step.cost) if isinstance(step, Say) else None
        return Function(names, step, defined)

    def step(self, body: Body | None, world: World, result: Shape = ANY) -> Step:
        """The step of a body that gives a `result`; without a body it says null."""
        try:
            match body:
                case None:
                    return Say(Literal(None), 1)
                case LiteralExpression():
                    return self._say(body, world)
                case DecisionTable():
                    return plan_table(body, world, result, self.ground)
                case Invocation():
                    return self._invoke(body, world)
                case Context():
                    return self._in_turn(body, world)
        except CellError as error:
            assert body is not None
            self.complain(body, error)
        return Say(Literal(None), 1)

    def _say(self, body: LiteralExpression, world: World) -> Say:
        defined = define((), body.text, world.scope)
        return Say(defined.body, defined.cost)

    def _invoke(self, body: Invocation, world: World) -> Step:
        name = body.function.text.strip() if body.function else ""
        function = world.functions.get(name)
        if function is None:
            message = f"{name or 'nothing'} is invoked, which is no business knowledge model here"
            raise CellError(message, did_you_mean(name, world.functions))
        arguments = {}
        for binding in body.bindings:
            parameter = binding.parameter.name if binding.parameter else ""
            if parameter not in function.parameters:
                mend = did_you_mean(parameter, function.parameters)
                raise CellError(f"{name} has no parameter {parameter}", mend)
            arguments[parameter] = self.step(binding.value, world)
        cost = 1 + function.step.cost + sum(step.cost for step in arguments.values())
        check_cost(cost)
        return Invoke(arguments, function.step, cost)

    def _in_turn(self, body: Context, world: World) -> Step:
        entries: dict[str, Step] = {}
        cost = 1
        for at, entry in enumerate(body.entries, 1):
            step = self.step(entry.value, world)
            cost += step.cost
            check_cost(cost)
            if entry.variable is None:
                if at < len(body.entries):
                    raise CellError("entries follow the result of the context", "Put it last")
                return InTurn(entries, step, cost)
            entries[entry.variable.name] = step
            known = {entry.variable.name: self.shape(entry.variable)}
            world = replace(world, shapes={**world.shapes, **known})
        return InTurn(entries, None, cost)
