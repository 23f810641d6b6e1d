"""Our own words in a DMN model: extension attributes, which other tools keep and pass over."""

from upheld.tables.dmn.model import Element
from upheld.tables.dmn.xml import Attributes

_START = "upheld:"
# The remarks of a policy's rule, which become annotations of the rule in DMN.
REMARKS = ("rule", "because", "source")


def own(**words: str) -> Attributes:
    """Attributes of our namespace; empty ones are left out."""
    return tuple(sorted((_START + name, word) for name, word in words.items() if word))


def said(element: Element) -> dict[str, str]:
    """What our namespace says of the element."""
    return {n[len(_START) :]: word for n, word in element.other if n.startswith(_START)}
