"""Reads and writes DMN 1.2 to 1.5. What is read and written again is the same model."""

import operator
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from upheld.tables.declarations import MOST_TABLES
from upheld.tables.dmn.binding import Reader, write
from upheld.tables.dmn.model import Model
from upheld.tables.dmn.versions import FEELS, KNOWN, SPACES, Version, written_spaces
from upheld.tables.dmn.xml import Attributes, Node, parse, refusal, render
from upheld.tables.problems import ModelError

# Stands in a model for FEEL's namespace, which has another name in each version.
FEEL = "FEEL"
_LANGUAGES = ("expressionLanguage", "typeLanguage")
# Says where a copy of the schema lies; it would be false in another version.
_HINT = "xsi:schemaLocation"
# A decision is a table of a policy. A file of a few megabytes could hold a hundred times as many,
# and whoever runs a model or makes a policy of it would be kept waiting.
_MOST = {
    "decision": MOST_TABLES,
    "businessKnowledgeModel": MOST_TABLES,
    "inputData": 2_000,
    "itemDefinition": 2_000,
}


def read_model(data: bytes, file: str = "model.dmn") -> Model:
    """The model of a DMN file.

    Raises ModelError with the elements, attributes and languages that are not supported, by line,
    and for more elements of a kind than any modeler draws.
    """
    root = parse(data, file, KNOWN)
    if root.name != "definitions":
        mend = "Export it as DMN 1.2, 1.3, 1.4 or 1.5"
        raise refusal(file, root.line, f"<{root.name}> is not the root of a DMN model", mend)
    _check_size(root, file)
    reader = Reader(file)
    model = reader.read(_alike(root, reader), Model)
    if reader.problems:
        raise ModelError(reader.problems)
    return model


def _check_size(root: Node, file: str) -> None:
    counts = Counter(node.name for node in root.nodes)
    for name, most in _MOST.items():
        if counts[name] > most:
            message = f"the model has {counts[name]:,} elements <{name}>"
            raise refusal(file, root.line, message, f"Give one of at most {most:,}: split it")


def write_model(model: Model, version: Version = Version.V13) -> bytes:
    """The model as XML; 1.3 unless asked, which every modeler reads (dmn-js reads no other).

    Raises ModelError for what that version cannot say.
    """
    root = _in_version(write(model, "definitions"), SPACES[version].feel)
    if version is not Version.V15 and _holds(root, "typeConstraint"):
        message = f"<typeConstraint> came with DMN 1.5 and cannot be written as {version}"
        raise refusal("the model", None, message, "Write 1.5, or use <allowedValues>")
    return render(root, written_spaces(version))


def _holds(node: Node, name: str) -> bool:
    return node.name == name or any(_holds(child, name) for child in node.nodes)


def _alike(node: Node, reader: Reader) -> Node:
    """The node with FEEL under one name, and without the schema's address."""
    attributes = []
    for name, value in node.attributes:
        if name in _LANGUAGES and value not in FEELS:
            message = f"the {name} of <{node.name}> is {value}, not FEEL"
            reader.complain(node.line, message, "Write the expressions in FEEL")
        elif name != _HINT:
            attributes.append((name, FEEL if name in _LANGUAGES else value))
    return _changed(node, tuple(attributes), lambda child: _alike(child, reader))


def _in_version(node: Node, feel: str) -> Node:
    attributes = tuple((n, feel if n in _LANGUAGES else v) for n, v in node.attributes)
    return _changed(node, attributes, lambda child: _in_version(child, feel))


def _changed(node: Node, attributes: Attributes, change: Callable[[Node], Node]) -> Node:
    """The node with other attributes and changed children; itself where nothing differs."""
    children = tuple(change(c) if isinstance(c, Node) else c for c in node.children)
    if attributes == node.attributes and all(map(operator.is_, children, node.children)):
        return node
    return replace(node, attributes=attributes, children=children)
