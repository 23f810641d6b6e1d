"""portal.yaml of a policy's folder: what the portal says of the firm."""

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from upheld.store import policies

from .data_files import read_yaml


@dataclass(frozen=True, slots=True)
class PortalWords:
    """`otherwise` is how somebody is helped who cannot or would rather not write."""

    otherwise: str = ""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_KIND = TypeAdapter(PortalWords)


@cache
def words() -> PortalWords:
    """The words of the file; none where there is no file. Raises BadData."""
    path = policies.folder() / "portal.yaml"
    return read_yaml(path, _KIND) if path.is_file() else PortalWords()
