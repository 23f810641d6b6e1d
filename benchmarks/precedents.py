"""Precedents beside full text alone: of ten found, how many are of the query's own issue.

    python -m benchmarks precedents

The CFPB's complaints (../shared/data) stand for a firm's decided cases, and their issue for what
its people named. Near-duplicates are left out, every letter is asked once, and the index that is
asked has seen neither it nor its issue. Speed and memory are those of a hundred thousand cases.
"""

import os
import random
import re
import resource
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import each, table

if TYPE_CHECKING:
    from upheld.insight.precedents import Index
    from upheld.insight.precedents.reading import Told

_LETTERS = Path(__file__).parents[2] / "shared" / "data" / "cfpb_complaints.parquet"
_FEWEST, _FOLDS, _PLACES, _SEED = 25, 5, 10, 7
_MANY, _ASKED = 100_000, 300
_WORD = re.compile(r"[^\W\d_]+")
Ask = Callable[["Told"], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Found:
    """The share of the ten places that were right, and of the queries with any that was."""

    precision: float
    any_hit: float


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    import django

    django.setup()
    if not _LETTERS.is_file():
        print(f"{_LETTERS} is not there: precedents are not measured")
        return
    told = letters()
    _show_likeness(told)
    _show_speed(told)


def letters() -> "list[Told]":
    """One letter of each group of near-duplicates, of the issues with at least 25 of them."""
    from upheld.insight.duplicates import groups
    from upheld.insight.precedents.reading import Told

    sheet = pl.read_parquet(_LETTERS).drop_nulls(["narrative", "issue"])
    sheet = sheet.with_columns(group=pl.Series(groups(sheet["narrative"].to_list())))
    sheet = sheet.unique("group", keep="first", maintain_order=True)
    often = sheet["issue"].value_counts().filter(pl.col("count") >= _FEWEST)["issue"]
    sheet = sheet.filter(pl.col("issue").is_in(often.implode()))
    names = ("narrative", "issue", "product", "sub_product")
    return [
        Told(number, number, text, issue, frozenset({f"product={one}", f"sub_product={two}"}))
        for number, (text, issue, one, two) in enumerate(sheet.select(names).iter_rows(), 1)
    ]


def _show_likeness(told: "Sequence[Told]") -> None:
    from upheld.insight.precedents.train import train

    issue = {one.case: one.label for one in told}
    found: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for known, asked in folds(told):
        index = train(known)
        for name, ask in ways(index, known).items():
            for one in asked:
                right = [issue[case] == one.label for case in ask(one)][:_PLACES]
                found[name].append((sum(right) / _PLACES, any(right)))
    often = Counter(issue.values())
    chance = sum((many / len(told)) ** 2 for many in often.values())
    title = f"{len(told):,} letters, {len(often)} issues, by chance {chance:.3f}"
    measured = {name: _mean(hits) for name, hits in found.items()}
    rows = [(name, f"{m.precision:.3f}", f"{m.any_hit:.3f}") for name, m in measured.items()]
    table(title, ("", "of ten right", "any right"), rows)
    aims = Aims()
    for name in (_WORDS, _FACTS):
        aims.least(f"{name}: of ten right", measured[name].precision, 0.48, "")
        aims.least(f"{name}: any right", measured[name].any_hit, 0.82, "")
    aims.show()


_TEXT, _WORDS, _FACTS = "full text alone", "words", "words and facts"


def ways(index: "Index", known: "Sequence[Told]") -> dict[str, Ask]:
    """Full text alone, and ours by the words of a letter, and by its product as a fact too."""
    full = FullText(known)
    return {
        _TEXT: lambda one: full.ask(one.text),
        _WORDS: lambda one: [each.case for each in index.search(one.text)],
        _FACTS: lambda one: [each.case for each in index.search(one.text, one.facts)],
    }


def folds(told: "Sequence[Told]") -> "Iterable[tuple[list[Told], list[Told]]]":
    """Each letter is held out once, the issues spread evenly."""
    dice = random.Random(_SEED)
    shuffled = sorted(told, key=lambda one: (one.label, dice.random()))
    for fold in range(_FOLDS):
        known = [one for at, one in enumerate(shuffled) if at % _FOLDS != fold]
        yield known, [one for at, one in enumerate(shuffled) if at % _FOLDS == fold]


class FullText:
    """SQLite's FTS5 by BM25, asked for any of a letter's rarest words."""

    def __init__(self, told: "Sequence[Told]") -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE letters USING fts5(words, content='')")
        self._rare: Counter[str] = Counter()
        for one in told:
            said = _WORD.findall(one.text.lower())
            self._rare.update(set(said))
            self._base.execute(
                "INSERT INTO letters(rowid, words) VALUES (?, ?)", (one.case, " ".join(said))
            )

    def ask(self, text: str, terms: int = 32) -> list[int]:
        said = set(_WORD.findall(text.lower())) & self._rare.keys()
        rarest = sorted(said, key=lambda word: (self._rare[word], word))[:terms]
        if not rarest:
            return []
        asked = "SELECT rowid FROM letters WHERE letters MATCH ? ORDER BY rank LIMIT ?"
        query = " OR ".join(f'"{word}"' for word in rarest)
        return [row[0] for row in self._base.execute(asked, (query, _PLACES))]


def _mean(hits: list[tuple[float, bool]]) -> Found:
    precision, any_hit = zip(*hits, strict=True)
    return Found(sum(precision) / len(hits), sum(any_hit) / len(hits))


def _show_speed(told: "Sequence[Told]") -> None:
    from upheld.insight.precedents import Index
    from upheld.insight.precedents.index import segment
    from upheld.insight.precedents.train import learn

    many, asked = drawn(told, _MANY), drawn(told, _ASKED, seed=2)
    start = time.process_time()
    model = learn(told)
    learnt, start = time.process_time() - start, time.process_time()
    index = Index(model, "", (segment(many, model),))
    placed = time.process_time() - start
    rows = [("ours", *_times(lambda one: index.search(one.text, one.facts), asked))]
    full = FullText(many)
    for terms in (12, 32):
        row = _times(lambda one, terms=terms: full.ask(one.text, terms), asked)  # type: ignore[misc]
        rows.append((f"full text alone, {terms} rarest words", *row))
    table(f"{len(many):,} cases", ("", "median ms", "95th percentile ms"), rows)
    print(
        f"\nLearnt from {len(told):,} letters in {learnt:,.0f} s of one processor; "
        f"{len(many):,} placed in {placed:,.0f} s. The index holds {sizes(index) / 1e6:,.0f} MB; "
        f"the process had {_memory() / 1e6:,.0f} MB at most, the letters themselves with it."
    )
    aims = Aims()
    aims.most("a search, 95th percentile", float(rows[0][2]), 20, "ms")
    aims.show()


def drawn(told: "Sequence[Told]", many: int, seed: int = 1) -> "list[Told]":
    """Letters of at most eight sentences, each drawn from three letters of one issue."""
    from upheld.insight.precedents.reading import Told

    dice = random.Random(seed)
    of_issue: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        of_issue[one.label].append(one)
    made = []
    for number in range(1, many + 1):
        first = dice.choice(told)
        sentences = [s for one in dice.choices(of_issue[first.label], k=2) for s in _cut(one.text)]
        said = dice.sample([*_cut(first.text), *sentences], k=min(8, len(_cut(first.text))))
        made.append(Told(number, number, ". ".join(said), first.label, first.facts))
    return made


def _cut(text: str) -> list[str]:
    return [part for part in text.split(". ") if part] or [text]


def _times(ask: "Callable[[Told], Any]", asked: "Sequence[Told]") -> tuple[str, str]:
    """Milliseconds of one processor, which a busy machine does not spoil."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        found = each(ask, asked)
    middle, last = found[len(found) // 2], found[int(0.95 * len(found))]
    return f"{1000 * middle:.1f}", f"{1000 * last:.1f}"


def sizes(index: "Index") -> int:
    """Bytes of the arrays that the index holds."""
    (rows,) = index.segments
    of_rows = (rows.cases, rows.decisions, rows.labels, rows.starts, rows.rows, rows.weights,
               rows.places)  # fmt: skip
    model = index.model
    of_model = model.words.idf, model.meaning, model.weights, model.intercept
    return sum(array.nbytes for array in (*of_rows, *of_model))


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
