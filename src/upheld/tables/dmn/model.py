# ruff: noqa: RUF009  # attribute, words, one, many and kept make dataclass fields
"""A DMN model as data: the elements of level 2, each tied to its place in the XML.

The names are those of the OMG's schema (DMN13.xsd), so that an element is found where a modeler
expects it; the order of the fields is the order the schema demands.
"""

from dataclasses import dataclass, field

from upheld.tables.dmn.binding import attribute, foreign, kept, many, one, words
from upheld.tables.dmn.xml import Attributes, Node


@dataclass(frozen=True, kw_only=True)
class Element:
    """What every element may carry beside its meaning."""

    id: str = attribute("id")
    label: str = attribute("label")
    other: Attributes = foreign()
    description: str = words("description")
    extensions: tuple[Node, ...] = kept("extensionElements")
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class UnaryTests(Element):
    """The tests of an input cell, or a list of allowed values."""

    language: str = attribute("expressionLanguage")
    text: str = words("text")


@dataclass(frozen=True, kw_only=True)
class Expression(Element):
    """What every way to say a value shares."""

    type: str = attribute("typeRef")


@dataclass(frozen=True, kw_only=True)
class LiteralExpression(Expression):
    """A FEEL expression as text."""

    language: str = attribute("expressionLanguage")
    text: str = words("text")


@dataclass(frozen=True, kw_only=True)
class Variable(Element):
    """A name for a value, and its type."""

    name: str = attribute("name")
    type: str = attribute("typeRef")


@dataclass(frozen=True, kw_only=True)
class Input(Element):
    """An input column: what is asked, and the values it may have."""

    expression: LiteralExpression | None = one(lambda: {"inputExpression": LiteralExpression})
    values: UnaryTests | None = one(lambda: {"inputValues": UnaryTests})


@dataclass(frozen=True, kw_only=True)
class Output(Element):
    """An output column: its name where there are several, its values, its default."""

    name: str = attribute("name")
    type: str = attribute("typeRef")
    values: UnaryTests | None = one(lambda: {"outputValues": UnaryTests})
    default: LiteralExpression | None = one(lambda: {"defaultOutputEntry": LiteralExpression})


@dataclass(frozen=True, kw_only=True)
class AnnotationColumn(Element):
    """A column of remarks."""

    name: str = attribute("name")


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """A remark on a rule."""

    text: str = words("text")
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class RuleRow(Element):
    """One rule: a test for each input, an expression for each output, its remarks."""

    inputs: tuple[UnaryTests, ...] = many(lambda: {"inputEntry": UnaryTests})
    outputs: tuple[LiteralExpression, ...] = many(lambda: {"outputEntry": LiteralExpression})
    annotations: tuple[Annotation, ...] = many(lambda: {"annotationEntry": Annotation})


@dataclass(frozen=True, kw_only=True)
class DecisionTable(Expression):
    """A decision table; without a hit policy it is UNIQUE."""

    hit: str = attribute("hitPolicy", "UNIQUE")
    aggregation: str = attribute("aggregation")
    orientation: str = attribute("preferredOrientation")
    output_label: str = attribute("outputLabel")
    inputs: tuple[Input, ...] = many(lambda: {"input": Input})
    outputs: tuple[Output, ...] = many(lambda: {"output": Output})
    annotations: tuple[AnnotationColumn, ...] = many(lambda: {"annotation": AnnotationColumn})
    rules: tuple[RuleRow, ...] = many(lambda: {"rule": RuleRow})


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A value for a parameter of what is invoked."""

    parameter: Variable | None = one(lambda: {"parameter": Variable})
    value: "Body | None" = one(lambda: BODIES)
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Invocation(Expression):
    """A business knowledge model applied to values."""

    function: LiteralExpression | None = one(lambda: {"literalExpression": LiteralExpression})
    bindings: tuple[Binding, ...] = many(lambda: {"binding": Binding})


@dataclass(frozen=True, kw_only=True)
class ContextEntry(Element):
    """A named step, or without a name the result."""

    variable: Variable | None = one(lambda: {"variable": Variable})
    value: "Body | None" = one(lambda: BODIES)


@dataclass(frozen=True, kw_only=True)
class Context(Expression):
    """Steps one after the other, each seeing those before it."""

    entries: tuple[ContextEntry, ...] = many(lambda: {"contextEntry": ContextEntry})


Body = DecisionTable | LiteralExpression | Invocation | Context
BODIES: dict[str, type] = {
    "decisionTable": DecisionTable,
    "literalExpression": LiteralExpression,
    "invocation": Invocation,
    "context": Context,
}


@dataclass(frozen=True, kw_only=True)
class ItemDefinition(Element):
    """A type: another one with allowed values, or a structure of components."""

    name: str = attribute("name")
    language: str = attribute("typeLanguage")
    collection: bool = attribute("isCollection", False)
    base: str = words("typeRef")
    allowed: UnaryTests | None = one(lambda: {"allowedValues": UnaryTests})
    constraint: UnaryTests | None = one(lambda: {"typeConstraint": UnaryTests})  # from 1.5 on
    components: "tuple[ItemDefinition, ...]" = many(lambda: {"itemComponent": ItemDefinition})


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A pointer to another element by its id."""

    href: str = attribute("href")
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class InformationRequirement(Element):
    """This decision reads that decision or that input."""

    input: Reference | None = one(lambda: {"requiredInput": Reference})
    decision: Reference | None = one(lambda: {"requiredDecision": Reference})


@dataclass(frozen=True, kw_only=True)
class KnowledgeRequirement(Element):
    """This element calls that business knowledge model."""

    knowledge: Reference | None = one(lambda: {"requiredKnowledge": Reference})


@dataclass(frozen=True, kw_only=True)
class Named(Element):
    """What every node of the requirements diagram shares."""

    name: str = attribute("name")


@dataclass(frozen=True, kw_only=True)
class InputData(Named):
    """What a case brings."""

    variable: Variable | None = one(lambda: {"variable": Variable})


@dataclass(frozen=True, kw_only=True)
class Decision(Named):
    """What is decided, from what, and how."""

    question: str = words("question")
    answers: str = words("allowedAnswers")
    variable: Variable | None = one(lambda: {"variable": Variable})
    information: tuple[InformationRequirement, ...] = many(
        lambda: {"informationRequirement": InformationRequirement}
    )
    knowledge: tuple[KnowledgeRequirement, ...] = many(
        lambda: {"knowledgeRequirement": KnowledgeRequirement}
    )
    governance: tuple[Node, ...] = kept(
        "authorityRequirement",
        "supportedObjective",
        "impactedPerformanceIndicator",
        "decisionMaker",
        "decisionOwner",
        "usingProcess",
        "usingTask",
    )
    body: Body | None = one(lambda: BODIES)


@dataclass(frozen=True, kw_only=True)
class Function(Expression):
    """The body of a business knowledge model and what it takes."""

    kind: str = attribute("kind", "FEEL")
    parameters: tuple[Variable, ...] = many(lambda: {"formalParameter": Variable})
    body: Body | None = one(lambda: BODIES)


@dataclass(frozen=True, kw_only=True)
class Knowledge(Named):
    """A business knowledge model: logic that decisions call."""

    variable: Variable | None = one(lambda: {"variable": Variable})
    function: Function | None = one(lambda: {"encapsulatedLogic": Function})
    knowledge: tuple[KnowledgeRequirement, ...] = many(
        lambda: {"knowledgeRequirement": KnowledgeRequirement}
    )
    governance: tuple[Node, ...] = kept("authorityRequirement")


@dataclass(frozen=True, kw_only=True)
class Model(Element):
    """A whole model. `drawn` is its diagrams, `prose` what only people read."""

    name: str = attribute("name")
    namespace: str = attribute("namespace")
    language: str = attribute("expressionLanguage")
    type_language: str = attribute("typeLanguage")
    exporter: str = attribute("exporter")
    exporter_version: str = attribute("exporterVersion")
    items: tuple[ItemDefinition, ...] = many(lambda: {"itemDefinition": ItemDefinition})
    elements: tuple[InputData | Decision | Knowledge, ...] = many(
        lambda: {
            "inputData": InputData,
            "decision": Decision,
            "businessKnowledgeModel": Knowledge,
        }
    )
    prose: tuple[Node, ...] = kept(
        "knowledgeSource",
        "textAnnotation",
        "association",
        "group",
        "elementCollection",
        "performanceIndicator",
        "organizationUnit",
    )
    drawn: tuple[Node, ...] = kept("dmndi:DMNDI")

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(one for one in self.elements if isinstance(one, Decision))

    @property
    def inputs(self) -> tuple[InputData, ...]:
        return tuple(one for one in self.elements if isinstance(one, InputData))
