"""The words of the demo company: data files, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read(name: str) -> dict[str, Any]:
    """The data file `name` (without its ending) from this folder."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
