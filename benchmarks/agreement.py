"""Row by row and by columns: ten million generated cases, and no difference.

python -m benchmarks agreement
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import goodwill
from benchmarks.clock import table
from upheld.tables import Policy
from upheld.tables.columns import run_table

_CASES = 10_000_000
_BATCH = 100_000
_RULES = (40, 1000)


def main() -> None:
    """Prints how many cases were decided both ways, and how many answers differed."""
    rows = []
    for count in _RULES:
        with TemporaryDirectory() as folder:
            policy = goodwill.policy(count, Path(folder))
        batches = range(_CASES // len(_RULES) // _BATCH)
        differ = sum(_differing(policy, seed) for seed in batches)
        rows.append((f"{count} rules", f"{len(batches) * _BATCH:,}", f"{differ:,}"))
    table("Row by row and by columns", ("", "cases", "differences"), rows)


def _differing(policy: Policy, seed: int) -> int:
    frame = goodwill.cases(_BATCH, seed * 100)
    columns = run_table(policy, "tariff", frame.lazy()).select(goodwill.OUTPUTS).collect()
    outputs = [policy.run("tariff", case).outputs for case in goodwill.facts(frame)]
    alone = [{**each, "amount": goodwill.pence(each["amount"])} for each in outputs]
    return sum(one != other for one, other in zip(alone, columns.to_dicts(), strict=True))
