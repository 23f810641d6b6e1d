"""The namespaces of DMN 1.2 to 1.5, which differ by version while their content hardly does."""

from dataclasses import dataclass
from enum import StrEnum


class Version(StrEnum):
    """A version of OMG DMN that is read and written."""

    V12 = "1.2"
    V13 = "1.3"
    V14 = "1.4"
    V15 = "1.5"


@dataclass(frozen=True, slots=True)
class Spaces:
    """The namespaces of one version."""

    model: str
    drawing: str
    feel: str


def _spaces(base: str) -> Spaces:
    return Spaces(f"{base}/MODEL/", f"{base}/DMNDI/", f"{base}/FEEL/")


SPACES = {
    Version.V12: _spaces("http://www.omg.org/spec/DMN/20180521"),
    Version.V13: _spaces("https://www.omg.org/spec/DMN/20191111"),
    Version.V14: _spaces("https://www.omg.org/spec/DMN/20211108"),
    Version.V15: _spaces("https://www.omg.org/spec/DMN/20230324"),
}
# These two kept their names from 1.2 on.
_DRAWN = {
    "dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "di": "http://www.omg.org/spec/DMN/20180521/DI/",
}
# How our own words are kept in a model: as extension attributes, which other tools pass over.
UPHELD = "urn:upheld:policy"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Namespace -> the prefix under which the reader sees it, whatever the version.
KNOWN = (
    {spaces.model: "" for spaces in SPACES.values()}
    | {spaces.drawing: "dmndi" for spaces in SPACES.values()}
    | {space: prefix for prefix, space in _DRAWN.items()}
    | {UPHELD: "upheld", XSI: "xsi"}
)
FEELS = frozenset(spaces.feel for spaces in SPACES.values())


def written_spaces(version: Version) -> dict[str, str]:
    """Prefix -> namespace, for a model written in `version`."""
    spaces = SPACES[version]
    return {"": spaces.model, "dmndi": spaces.drawing, **_DRAWN, "upheld": UPHELD, "xsi": XSI}
