"""Topics learnt from labels: how right, how sure, how fast; copies on one side of every split.

    python -m benchmarks topics

Needs the labelled complaints of ../shared/data, which are no part of the project.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import table
from upheld.insight.duplicates import groups
from upheld.insight.topics.learn import learn

DATA = Path(__file__).parents[2] / "shared" / "data"
# The regulator renamed its products over the years: each of its names by a word of it, in order.
_PRODUCTS = {
    "credit report": "credit reporting", "debt": "debt collection", "mortgage": "mortgage",
    "card": "card", "student": "student loan", "money": "money transfer", "payday": "payday loan",
    "bank": "account", "checking": "account", "vehicle": "vehicle loan", "consumer": "vehicle loan",
}  # fmt: skip
_ISSUES = 41
_SETS = ("product", "issue", "banking77", "bitext")
_ALIKE = 0.7


def main() -> None:
    """Prints what was aimed at beside what was measured."""
    if not DATA.exists():
        print(f"{DATA} is absent: nothing to learn from")
        return
    aims = Aims()
    for name, texts, labels in sets(_SETS):
        _measured(name, texts, labels, aims)
    for _, texts, labels in sets(("product",)):
        aims.least("product, the same, of a fifth held out", _held_out(texts, labels), 0.92, "")
    aims.show()


def _measured(name: str, texts: Sequence[str], labels: Sequence[str], aims: Aims) -> None:
    """A set takes minutes: each is told when it is measured."""
    begun = time.process_time()
    model = learn(texts, labels, 0.9)
    learnt = time.process_time()
    model.guesses(texts)
    told, speed = model.measured, len(texts) / (time.process_time() - learnt)
    if name == "product":
        aims.least("product, right on the surest 70 %", told.confident_70, 0.92, "")
    if name == "issue":
        aims.least("issue, macro-F1", told.macro_f1, 0.36, "")
    aims.least(f"{name}, texts told", speed, 4000, "a core-second")
    head = ("texts", "topics", "right", "macro-F1", "right, surest 70 %", "speaks on",
            "right where it speaks", "learnt a core-second", "told a core-second")  # fmt: skip
    row = (
        f"{told.texts:,}", str(told.topics), f"{told.accuracy:.3f}", f"{told.macro_f1:.3f}",
        f"{told.confident_70:.3f}", f"{told.coverage:.2f}", f"{told.accuracy_spoken:.3f}",
        f"{len(texts) / (learnt - begun):,.0f}", f"{speed:,.0f}",
    )  # fmt: skip
    table(f"Topics: {name}", head, [row])


def sets(wanted: Collection[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """The labelled texts of these names."""
    every = pl.read_parquet(DATA / "cfpb_complaints.parquet")
    if "product" in wanted:
        sold = every.drop_nulls("product")
        yield "product", sold["narrative"].to_list(), [*map(_product, sold["product"].to_list())]
    if "issue" in wanted:
        often = every["issue"].drop_nulls().value_counts(sort=True)["issue"].to_list()[:_ISSUES]
        told = every.filter(pl.col("issue").is_in(often))
        yield "issue", told["narrative"].to_list(), told["issue"].to_list()
    topics = DATA / "topics"
    if "banking77" in wanted:
        banking = pl.read_csv(topics / "banking77" / "train.csv", infer_schema=False)
        yield "banking77", banking["text"].to_list(), banking["category"].to_list()
    if "bitext" in wanted:
        name = "Bitext_Sample_Customer_Service_Training_Dataset.csv"
        bitext = pl.read_csv(topics / "bitext" / name, infer_schema=False)
        yield "bitext", bitext["utterance"].to_list(), bitext["intent"].to_list()


def _held_out(texts: Sequence[str], labels: Sequence[str]) -> float:
    """How often a model is right on the surest 70 % of a fifth of the letters, which had no part in
    it at all, neither in what it learnt nor in how sure it is."""
    group = np.asarray(groups(texts, _ALIKE))
    heads = np.unique(group)
    out = np.isin(group, np.random.default_rng(7).permutation(heads)[: len(heads) // 5])
    seen, held = (np.flatnonzero(of).tolist() for of in (~out, out))
    model = learn([texts[at] for at in seen], [labels[at] for at in seen], 0.9)
    told = model.guesses([texts[at] for at in held])
    right = np.asarray(
        [guess.likeliest == labels[at] for guess, at in zip(told, held, strict=True)]
    )
    surest = np.argsort([-guess.confidence for guess in told], kind="stable")
    return float(right[surest[: round(0.7 * len(held))]].mean())


def _product(told: str) -> str:
    lower = told.lower()
    return next((name for part, name in _PRODUCTS.items() if part in lower), "")


if __name__ == "__main__":
    main()
