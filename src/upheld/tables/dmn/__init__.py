"""DMN models: read, written, run, measured with the OMG's kit, and exchanged with policies."""

from upheld.tables.dmn.exchange import read_model, write_model
from upheld.tables.dmn.from_policy import from_policy
from upheld.tables.dmn.model import Model
from upheld.tables.dmn.program import Program, prepare
from upheld.tables.dmn.tck import Result, tck
from upheld.tables.dmn.to_policy import to_policy
from upheld.tables.dmn.versions import Version
from upheld.tables.problems import ModelError

__all__ = [
    "Model",
    "ModelError",
    "Program",
    "Result",
    "Version",
    "from_policy",
    "prepare",
    "read_model",
    "tck",
    "to_policy",
    "write_model",
]
