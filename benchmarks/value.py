"""Values of customers, beside `lifetimes`: CDNOW held out, a million customers, and intervals.

    python -m benchmarks value [PYTHON]

CDNOW is read from the wheel of lifetimes, which brings it. That library is archived and may need
another environment: name its Python, or set LIFETIMES_PYTHON, and it is timed there.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import Taken, table, taken
from upheld.insight.value import MODELS, History, fit_spending, histories, value
from upheld.insight.value.fitting import fit
from upheld.insight.value.valuation import Terms

_CALIBRATED, _HELD_OUT = date(1997, 9, 30), 39
_MILLION = 1_000_000

# What the peer does with the same customers: its models, its own optimiser, its own predictions.
_PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
known = pd.read_csv(sys.argv[1])
x, t, end = known["repeats"], known["last"], known["observed"]
told = {}
for name, kind in (("pareto_nbd", ParetoNBDFitter), ("mbg_nbd", ModifiedBetaGeoFitter),
                   ("bg_nbd", BetaGeoFitter)):
    start = time.process_time()
    fitted = kind()
    try:
        fitted.fit(x, t, end)
        ahead = fitted.conditional_expected_number_of_purchases_up_to_time(39, x, t, end)
        told[name] = {"seconds": time.process_time() - start,
                      "parameters": [float(p) for p in fitted.params_.values],
                      "mae": float((ahead - known["came"]).abs().mean())}
    except Exception as error:
        told[name] = {"error": str(error)[:80]}
paid = known[(known["repeats"] > 0) & (known["spent"] > 0)]
start = time.process_time()
GammaGammaFitter().fit(paid["repeats"], paid["spent"])
told["gamma_gamma"] = {"seconds": time.process_time() - start}
print(json.dumps(told))
"""


def main() -> None:
    aims = Aims()
    _cdnow(aims)
    _million(aims)
    _intervals(aims)
    aims.show()


def _cdnow(aims: Aims) -> None:
    bought = _transactions()
    known = histories(bought.lazy(), _CALIBRATED)
    later = bought.filter(pl.col("day") > _CALIBRATED)
    came = later.group_by("customer").agg(came=pl.col("day").n_unique())
    told = value(known, Terms(weeks=_HELD_OUT)).table.join(came, on="customer", how="left")
    told = told.with_columns(pl.col("came").fill_null(0))
    peer = _peer(known, told["came"])
    seen = known.alike()
    rows = []
    for model in MODELS:
        took = taken(lambda model=model: fit(model, seen), runs=3)  # type: ignore[misc]
        rows.append(_row(model.name, took, _missed(told, model.name), peer.get(model.name, {})))
    took = taken(lambda: fit_spending(known), runs=3)
    rows.append(_row("gamma_gamma", took, None, peer.get("gamma_gamma", {})))
    everything = taken(lambda: value(known, Terms(weeks=_HELD_OUT)), runs=3)
    rows.append(_row("all, with each customer's values", everything, None, {}))
    head = ("CDNOW, 23,570 customers", "core-seconds", "held out, MAE", "lifetimes", "its MAE")
    table("Fitting", head, rows)
    aims.most("all models of 23,570 customers", everything.processor, 1, "core-seconds")
    aims.most("Pareto/NBD, 39 weeks held out", _missed(told, "pareto_nbd"), 0.794, "MAE")
    _alive(told)


def _row(
    name: str, took: Taken, missed: float | None, peer: dict[str, float | str]
) -> tuple[str, ...]:
    its = f"{peer['seconds']:.2f}" if "seconds" in peer else str(peer.get("error", ""))
    error = f"{peer['mae']:.4f}" if "mae" in peer else ""
    return name, f"{took.processor:.2f}", f"{missed:.4f}" if missed else "", its, error


def _missed(told: pl.DataFrame, model: str) -> float:
    missed = (told[f"purchases.{model}"] - told["came"]).abs().mean()
    assert isinstance(missed, float)
    return missed


def _alive(told: pl.DataFrame) -> None:
    """How well each tells who comes again, beside plain recency."""
    back = (told["came"] > 0).to_numpy()
    scores = {f"{m.name}, alive": told[f"alive.{m.name}"] for m in MODELS}
    scores |= {"pareto_nbd, at least once": told["again"]}
    scores |= {"pareto_nbd, purchases": told["purchases.pareto_nbd"]}
    scores |= {"plain recency": -told["weeks_since_last"]}
    rows = [(name, f"{_area(back, each.to_numpy()):.3f}") for name, each in scores.items()]
    table("Who comes again", ("", "area under the curve"), rows)


def _area(back: np.ndarray, score: np.ndarray) -> float:
    from scipy.stats import rankdata

    ranks, some = rankdata(score), int(back.sum())
    rest = len(back) - some
    return float((ranks[back].sum() - some * (some + 1) / 2) / (some * rest))


def _transactions() -> pl.DataFrame:
    file = _wheel() / "CDNOW_master.txt"
    rows = [line.split() for line in file.read_text().splitlines()[1:]]
    frame = pl.DataFrame(rows, schema=["customer", "day", "discs", "amount"], orient="row")
    return frame.with_columns(
        pl.col("day").str.to_date("%Y%m%d"), pl.col("amount").cast(pl.Float64)
    )


def _python() -> str:
    named = sys.argv[2] if len(sys.argv) > 2 and sys.argv[1] == "value" else ""
    return named or os.environ.get("LIFETIMES_PYTHON", sys.executable)


def _wheel() -> Path:
    where = "from importlib.util import find_spec as f; print(f('lifetimes').origin)"
    found = subprocess.run([_python(), "-c", where], capture_output=True, text=True, check=False)
    if found.returncode:
        sys.exit("lifetimes is not installed here: install the group bench, or name its Python")
    return Path(found.stdout.strip()).parent / "datasets"


def _peer(known: History, came: pl.Series) -> dict[str, dict[str, float | str]]:
    file = Path("/tmp") / f"lifetimes-{os.getpid()}.csv"
    columns = {"repeats": known.repeats, "last": known.last, "observed": known.observed}
    pl.DataFrame({**columns, "spent": known.spent, "came": came}).write_csv(file)
    try:
        ran = subprocess.run(
            [_python(), "-c", _PEER, str(file)], capture_output=True, text=True, check=False
        )
        return dict(json.loads(ran.stdout)) if not ran.returncode else {}
    finally:
        file.unlink()


def _million(aims: Aims) -> None:
    """A million customers who live as CDNOW's do, seen for up to two years."""
    bought = _lived(_MILLION, np.random.default_rng(7))
    last = bought["day"].max()
    assert isinstance(last, date)
    reading = taken(lambda: histories(bought.lazy(), last), runs=1)
    known = histories(bought.lazy(), last)
    all_of_it = taken(lambda: value(known, Terms()), runs=1)
    told = (f"{len(bought):,}", f"{reading.processor:.1f}", f"{all_of_it.processor:.1f}")
    head = ("purchases", "to histories", "values", "by the clock")
    clock = reading.clock + all_of_it.clock
    table("A million customers, core-seconds", head, [(*told, f"{clock:.1f}")])
    aims.most("a million customers", reading.processor + all_of_it.processor, 10, "core-seconds")


def _lived(customers: int, dice: np.random.Generator) -> pl.DataFrame:
    rate, leaving = dice.gamma(0.6, 1 / 11.6, customers), dice.gamma(0.52, 1 / 8.8, customers)
    start = dice.integers(0, 360, customers)
    there = np.minimum(dice.exponential(1 / leaving) * 7, 730 - start)
    times = dice.poisson(rate / 7 * there) + 1
    who = np.repeat(np.arange(customers), times)
    first = np.concatenate([[0], np.cumsum(times)[:-1]])
    later = dice.random(len(who)) * np.repeat(there, times)
    later[first] = 0
    days = (20_000 + np.repeat(start, times) + later).astype(np.int32)
    amount = dice.lognormal(3, 0.6, len(who))
    frame = pl.DataFrame({"customer": who, "day": days, "amount": amount})
    return frame.with_columns(pl.col("day").cast(pl.Date))


def _intervals(aims: Aims) -> None:
    """How often intervals hold what is so, over simulated firms whose parameters are known."""
    from tests.insight.test_value import held

    firms = 200
    found = held(firms, 1_500)
    rows = [(name, f"{times / firms:.1%}") for name, times in found.items()]
    table(f"Intervals of {firms} simulated firms, 90% wanted", ("", "held"), rows)
    for name, times in found.items():
        aims.least(f"intervals of {name}", times / firms, 0.85, "held of 90 in 100")


if __name__ == "__main__":
    main()
