"""Themes and copies in a regulator's complaints: against its own issues, how fast, how large.

    python -m benchmarks themes

Needs the complaints of ../shared/data, which are no part of the project.
"""

import json
import resource
import subprocess
import sys
import time

import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import table
from benchmarks.topics import DATA, sets
from upheld.insight.duplicates import groups_of, pairs
from upheld.insight.texts import Texts, read
from upheld.insight.themes import OUTSIDE, find

_ISSUES, _MANY = 41, 100_000
_SAMPLE = 4000
_LARGE = """
import json, random, time, polars as pl
from upheld.insight.themes import find
texts = pl.read_parquet({path!r})["narrative"].to_list()
dice, words = random.Random(1), " ".join(texts[:500]).split()
def other(text):
    return " ".join(dice.choice(words) if dice.random() < 0.3 else w for w in text.split())
texts += [other(dice.choice(texts)) for _ in range({many} - len(texts))]
parts, before = dict(), (time.process_time(), time.perf_counter())
def done(doing, more):
    global before
    now = time.process_time(), time.perf_counter()
    part = parts.setdefault(doing, [0.0, 0.0, 0, 0.0])
    part[0] += now[0] - before[0]
    part[1] += now[1] - before[1]
    part[2] += 1
    part[3] = max(part[3], now[0] - before[0])
    before = now
find(texts, done=done)
done("quoting", 0)
print(json.dumps(parts))
"""


def main() -> None:
    """Prints what was aimed at beside what was measured."""
    if not DATA.exists():
        print(f"{DATA} is absent: nothing to look at")
        return
    every = pl.read_parquet(DATA / "cfpb_complaints.parquet")
    texts, aims = every["narrative"].to_list(), Aims()
    _copies(texts, aims)
    _themes(texts, every["issue"].to_list(), aims)
    _elsewhere()
    _large(aims)
    aims.show()


def _copies(texts: list[str], aims: Aims) -> None:
    groups_of(read(texts[:100]))  # to warm up
    begun = time.process_time()
    groups_of(read(texts))
    speed = len(texts) / (time.process_time() - begun)
    some = read(texts[:_SAMPLE])
    found, wanted = set(pairs(some, groups_of(some))), _exactly(some)
    aims.least("copies, recall of pairs", len(found & wanted) / len(wanted), 0.99, "")
    aims.least("copies, precision of pairs", len(found & wanted) / len(found), 0.99, "")
    aims.least("copies, texts", speed, 9000, "a core-second")


def _exactly(texts: Texts) -> set[tuple[int, int]]:
    """The pairs that are alike, each held against each."""
    said = []
    for start, end in zip(texts.starts[:-1], texts.starts[1:], strict=True):
        words = texts.words[start:end].tolist()
        said.append(frozenset(zip(words, words[1:], words[2:], strict=False)))
    return {
        (one, other)
        for one, shingles in enumerate(said)
        for other in range(one + 1, len(said))
        if 0.8 * max(len(shingles), len(said[other])) <= min(len(shingles), len(said[other]))
        and len(shingles & said[other]) >= 0.8 * len(shingles | said[other]) > 0
    }


def _themes(texts: list[str], issues: list[str | None], aims: Aims) -> None:
    from sklearn.metrics import normalized_mutual_info_score

    find(texts[:500])  # to warm up
    begun = time.process_time()
    found = find(texts)
    speed = len(texts) / (time.process_time() - begun)
    often = pl.Series(issues).drop_nulls().value_counts(sort=True).to_series()[:_ISSUES].to_list()
    told = [(issue, theme) for issue, theme in zip(issues, found.theme_of, strict=True)
            if issue in set(often)]  # fmt: skip
    placed = [(issue, theme) for issue, theme in told if theme != OUTSIDE]
    nmi = normalized_mutual_info_score
    aims.least("themes, NMI with the issues, of those placed", nmi(*zip(*placed, strict=True)),
               0.32, "")  # fmt: skip
    aims.least("themes, NMI, those outside as one more", nmi(*zip(*told, strict=True)), 0.32, "")
    aims.most("themes, outside", found.theme_of.count(OUTSIDE) / len(texts), 0.2, "of all")
    aims.least("themes, texts named and quoted", speed, 3000, "a core-second")


def _elsewhere() -> None:
    """On texts that nothing was chosen on: short requests, by what people labelled them."""
    from sklearn.metrics import normalized_mutual_info_score as nmi

    told = []
    for name, texts, labels in sets(("banking77", "bitext")):
        begun = time.process_time()
        found = find(texts)
        speed = len(texts) / (time.process_time() - begun)
        outside = found.theme_of.count(OUTSIDE) / len(texts)
        told.append((name, f"{len(texts):,}", str(len({*labels})), str(len(found.themes)),
                     f"{nmi(labels, found.theme_of):.3f}", f"{outside:.2f}", f"{speed:,.0f}",
                     "; ".join(theme.name for theme in found.themes[:3])))  # fmt: skip
    head = ("texts of", "texts", "labels", "themes", "NMI, those outside as one more", "outside",
            "texts a core-second", "the largest")  # fmt: skip
    table("Themes elsewhere", head, told)


def _large(aims: Aims) -> None:
    """In a process of its own, so that its memory is its own."""
    code = _LARGE.format(path=str(DATA / "cfpb_complaints.parquet"), many=_MANY)
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    parts = json.loads(ran.stdout)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    processor, clock = (sum(part[at] for part in parts.values()) for at in (0, 1))
    table(
        f"{_MANY:,} texts, part by part",
        ("", "processor, s", "clock, s", "told of progress, times", "longest between, processor s"),
        [(doing, f"{part[0]:.1f}", f"{part[1]:.1f}", f"{part[2]:,}", f"{part[3]:.2f}")
         for doing, part in parts.items()],
    )  # fmt: skip
    aims.most(f"{_MANY:,} themes, by the clock", clock, 60, "s")
    aims.most(f"{_MANY:,} themes, processor", processor, 120, "s")
    aims.most(f"{_MANY:,} themes, memory", memory, 1000, "MB")


if __name__ == "__main__":
    main()
