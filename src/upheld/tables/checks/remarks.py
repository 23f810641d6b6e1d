"""What a check has to say about a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from upheld.tables.problems import RuleRef
from upheld.tables.values import Value


class Severity(StrEnum):
    """An error must be mended before a policy is published, a warning looked at."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Flaw(StrEnum):
    """What is the matter."""

    GAP = "gap"
    OVERLAP = "overlap"
    CONTRADICTION = "contradiction"
    DEAD = "dead rule"
    SHADOWED = "shadowed rule"
    IDLE = "column that never matters"
    NEVER_GIVEN = "value never given"
    DOMAIN = "outside the domain"
    UNIT = "units mixed"
    INEXACT = "compared with a name"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend or to know, with one case that shows it.

    `example` has the case's inputs where the chain of tables could be followed back to them,
    otherwise the columns of the table.
    """

    kind: Flaw
    severity: Severity
    table: str
    rules: tuple[RuleRef, ...]
    column: str | None
    message: str
    mend: str
    example: Mapping[str, Value] | None = None

    def __str__(self) -> str:
        named = " and ".join(map(str, self.rules))
        where = ", ".join(part for part in (self.table, named, self.column) if part)
        return f"{self.severity}, {self.kind}: {where}: {self.message}. {self.mend}."
