"""What was aimed at, beside what was measured."""

from dataclasses import dataclass, field

from benchmarks.clock import table


@dataclass(frozen=True, slots=True)
class Aims:
    """Each aim as it was measured, in the order of the run."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def most(self, name: str, found: float, aim: float, unit: str) -> None:
        """An aim that is met by no more than so much."""
        self._add(name, f"at most {aim:,g} {unit}", f"{found:,.3g}", found <= aim)

    def least(self, name: str, found: float, aim: float, unit: str) -> None:
        """An aim that is met by no less than so much."""
        self._add(name, f"at least {aim:,g} {unit}", f"{found:,.3g}", found >= aim)

    def show(self) -> None:
        """Prints them."""
        table("Aims", ("", "aim", "measured", "met"), self.rows)

    def _add(self, name: str, aim: str, found: str, met: bool) -> None:
        self.rows.append((name, aim, found, "yes" if met else "no"))
