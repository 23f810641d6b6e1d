"""A requirements diagram for a model that has none: what is read below, what is decided above.

Modelers show a model only as far as it is drawn. Nobody's eye for beauty is met: each node stands
one row above the highest of those it needs, and its author moves it from there.
"""

from collections.abc import Iterator

from upheld.tables.dmn.model import Decision, Model
from upheld.tables.dmn.xml import Node

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y = 180, 60, 40, 90
_PER_ROW = 8  # a row of forty inputs would be five screens wide


def drawn(model: Model) -> Node:
    """The diagram of the model's inputs and decisions."""
    places = _places(model)
    shapes = (_shape(node, x, y) for node, (x, y) in places.items())
    edges = (edge for decision in model.decisions for edge in _edges(decision, places))
    diagram = Node("dmndi:DMNDiagram", (("id", "diagram"),), (*shapes, *edges))
    return Node("dmndi:DMNDI", (), (diagram,))


def _places(model: Model) -> dict[str, tuple[int, int]]:
    """Each node's left upper corner, the last decisions at the top."""
    levels: dict[str, int] = {data.id: 0 for data in model.inputs}
    for decision in model.decisions:  # a policy's tables stand in the order they need each other
        levels[decision.id] = 1 + max((levels.get(need, 0) for need in _needs(decision)), default=0)
    rows: list[list[str]] = []
    for level in range(max(levels.values(), default=0) + 1):
        nodes = [node for node, found in levels.items() if found == level]
        rows += [nodes[at : at + _PER_ROW] for at in range(0, len(nodes), _PER_ROW)]
    return {
        node: (column * (_WIDTH + _GAP_X), row * (_HEIGHT + _GAP_Y))
        for row, nodes in enumerate(reversed(rows))
        for column, node in enumerate(nodes)
    }


def _needs(decision: Decision) -> Iterator[str]:
    for requirement in decision.information:
        reference = requirement.input or requirement.decision
        if reference:
            yield reference.href.removeprefix("#")


def _shape(node: str, x: int, y: int) -> Node:
    size = (("height", str(_HEIGHT)), ("width", str(_WIDTH)), ("x", str(x)), ("y", str(y)))
    about = (("dmnElementRef", node), ("id", f"shape_{node}"))
    return Node("dmndi:DMNShape", about, (Node("dc:Bounds", size),))


def _edges(decision: Decision, places: dict[str, tuple[int, int]]) -> Iterator[Node]:
    x, y = places[decision.id]
    for requirement, need in zip(decision.information, _needs(decision), strict=True):
        from_x, from_y = places[need]
        ends = ((from_x + _WIDTH // 2, from_y), (x + _WIDTH // 2, y + _HEIGHT))
        points = (Node("di:waypoint", (("x", str(a)), ("y", str(b)))) for a, b in ends)
        about = (("dmnElementRef", requirement.id), ("id", f"edge_{requirement.id}"))
        yield Node("dmndi:DMNEdge", about, tuple(points))
