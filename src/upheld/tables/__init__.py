"""Decision tables: read, check and run policies that a complaints lead writes in a spreadsheet."""

from upheld.tables.fields import Field
from upheld.tables.load import Draft, load, load_published, load_texts, read_texts
from upheld.tables.policy import Policy
from upheld.tables.problems import FactsError, HitError, PolicyError, Problem, RuleRef
from upheld.tables.rollups import Rollup
from upheld.tables.table import Hit, Table
from upheld.tables.telling import tell, tell_case, tell_money
from upheld.tables.trace import Answer, Change, Line, Nearest, Stop, Trace
from upheld.tables.values import Kind, Months, Scalar, Value, to_minor_unit

__all__ = [
    "Answer",
    "Change",
    "Draft",
    "FactsError",
    "Field",
    "Hit",
    "HitError",
    "Kind",
    "Line",
    "Months",
    "Nearest",
    "Policy",
    "PolicyError",
    "Problem",
    "Rollup",
    "RuleRef",
    "Scalar",
    "Stop",
    "Table",
    "Trace",
    "Value",
    "load",
    "load_published",
    "load_texts",
    "read_texts",
    "tell",
    "tell_case",
    "tell_money",
    "to_minor_unit",
]
