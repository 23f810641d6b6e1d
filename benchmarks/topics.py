"""Topics learnt from labels: how right, how sure, how fast; copies on one side of every split.

    python -m benchmarks topics

Needs the labelled complaints of ../shared/data, which are no part of the project.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import table
from upheld.insight.topics.learn import learn

DATA = Path(__file__).parents[2] / "shared" / "data"
# The regulator renamed its products over the years: each of its names by a word of it, in order.
_PRODUCTS = {
    "credit report": "credit reporting", "debt": "debt collection", "mortgage": "mortgage",
    "card": "card", "student": "student loan", "money": "money transfer", "payday": "payday loan",
    "bank": "account", "checking": "account", "vehicle": "vehicle loan", "consumer": "vehicle loan",
}  # fmt: skip
_ISSUES = 41


def main() -> None:
    """Prints what was aimed at beside what was measured."""
    if not DATA.exists():
        print(f"{DATA} is absent: nothing to learn from")
        return
    aims, rows = Aims(), []
    for name, texts, labels in _sets():
        begun = time.process_time()
        model = learn(texts, labels, 0.9)
        learnt = time.process_time()
        model.guesses(texts)
        said = time.process_time()
        told = model.measured
        speed = len(texts) / (said - learnt)
        rows.append(
            (name, f"{told.texts:,}", str(told.topics),
             f"{told.accuracy:.3f}",
             f"{told.macro_f1:.3f}", f"{told.confident_70:.3f}", f"{told.coverage:.2f}",
             f"{told.accuracy_spoken:.3f}", f"{len(texts) / (learnt - begun):,.0f}",
             f"{speed:,.0f}")
        )  # fmt: skip
        if name == "product":
            aims.least("product, right on the surest 70 %", told.confident_70, 0.92, "")
        if name == "issue":
            aims.least("issue, macro-F1", told.macro_f1, 0.36, "")
        aims.least(f"{name}, texts told", speed, 4000, "a core-second")
    head = ("labels", "texts", "topics", "right", "macro-F1", "right, surest 70 %", "speaks on",
            "right where it speaks", "learnt a core-second", "told a core-second")  # fmt: skip
    table("Topics", head, rows)
    aims.show()


def _sets() -> Iterator[tuple[str, list[str], list[str]]]:
    every = pl.read_parquet(DATA / "cfpb_complaints.parquet")
    sold = every.drop_nulls("product")
    yield "product", sold["narrative"].to_list(), [*map(_product, sold["product"].to_list())]
    often = every["issue"].drop_nulls().value_counts(sort=True)["issue"].to_list()[:_ISSUES]
    told = every.filter(pl.col("issue").is_in(often))
    yield "issue", told["narrative"].to_list(), told["issue"].to_list()
    topics = DATA / "topics"
    banking = pl.read_csv(topics / "banking77" / "train.csv", infer_schema=False)
    yield "banking77", banking["text"].to_list(), banking["category"].to_list()
    name = "Bitext_Sample_Customer_Service_Training_Dataset.csv"
    bitext = pl.read_csv(topics / "bitext" / name, infer_schema=False)
    yield "bitext", bitext["utterance"].to_list(), bitext["intent"].to_list()


def _product(told: str) -> str:
    lower = told.lower()
    return next((name for part, name in _PRODUCTS.items() if part in lower), "")


if __name__ == "__main__":
    main()
