"""Whether the model of topics still fits the firm: what came in since, and what people labelled."""

import json
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from upheld.store import models as rows

from . import kept
from .drift import FALSE_ALARMS, Drift, drift
from .model import Guess, Topics

# The newest so many cases since it learnt.
_MOST = 1000
_FEWEST = 50
# A topic that so many have since, and that was never learnt, is worth learning.
_WORTH = 5


@dataclass(frozen=True, slots=True)
class Labels:
    """Of `labelled` cases since it learnt, how often its first guess was what a person said, and
    how often it was expected to be; `unlearnt` are topics that it never learnt. None of `alarm`
    while there are too few to say."""

    labelled: int
    right: float
    expected: float
    unlearnt: tuple[str, ...]
    alarm: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class Watched:
    """`trained_on` names the model that was watched; `at` is when."""

    trained_on: str
    at: datetime
    words: Drift
    labels: Labels

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it should learn again; none while there is no reason."""
        return tuple(each.because for each in (self.words, self.labels) if each.alarm)


def watch(now: datetime) -> Watched | None:
    """Looks at what came in since the model learnt, and keeps what it saw; None without one."""
    model = kept.current()
    if model is None:
        return None
    texts, topics = _since(model)
    guesses = model.guesses(texts)
    seen = Watched(
        model.trained_on, now, drift(model, texts, guesses), labels(guesses, topics, model.names)
    )
    _keep(seen)
    return seen


def _since(model: Topics) -> tuple[list[str], list[str]]:
    found = rows.Case.objects.filter(merged_into=None).order_by("-pk")
    if model.trained_at:
        found = found.filter(received_at__gt=datetime.fromisoformat(model.trained_at))
    told = list(found.values_list("text", "topic")[:_MOST])
    return [text for text, _ in told], [topic for _, topic in told]


def labels(guesses: Sequence[Guess], topics: Sequence[str], known: Collection[str]) -> Labels:
    """One test at the stated rate: fewer first guesses right than their confidence promised."""
    from scipy.stats import norm

    said = [(guess, topic) for guess, topic in zip(guesses, topics, strict=True) if topic]
    often = Counter(topic for _, topic in said if topic not in known)
    unlearnt = tuple(sorted(name for name, many in often.items() if many >= _WORTH))
    right = sum(guess.likeliest == topic for guess, topic in said)
    expected = sum(guess.confidence for guess, _ in said)
    spread = sum(guess.confidence * (1 - guess.confidence) for guess, _ in said) ** 0.5
    many = max(len(said), 1)
    told = (len(said), right / many, expected / many, unlearnt)
    if unlearnt:
        names = ", ".join(unlearnt)
        return Labels(*told, True, f"people use topics that it never learnt: {names}")
    if len(said) < _FEWEST:
        return Labels(*told, None, f"fewer than {_FEWEST} labelled cases say nothing of labels")
    if expected - right > norm.isf(FALSE_ALARMS) * max(spread, 1e-9):
        return Labels(*told, True, "people say another topic more often than it expected")
    return Labels(*told, False, "people's topics are as it expected")


def _place() -> Path:
    return kept.place().with_name("watched.json")


def _keep(seen: Watched) -> None:
    told = json.dumps({**asdict(seen), "at": seen.at.isoformat()})
    new = _place().with_suffix(".new")
    new.write_text(told, "utf-8")
    os.replace(new, _place())


def last() -> Watched | None:
    """What was seen last of the model that is kept now; None before anything was."""
    model, seen = kept.current(), _seen()
    return seen if seen and model is not None and seen.trained_on == model.trained_on else None


def reasons() -> tuple[str, ...]:
    """Why it should learn again, as it was seen last; none once it learnt since. The model itself,
    which is large, is not read."""
    try:
        learnt_since = kept.place().stat().st_mtime_ns > _place().stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    seen = None if learnt_since else _seen()
    return seen.reasons if seen else ()


def _seen() -> Watched | None:
    try:
        told = json.loads(_place().read_text("utf-8"))
        words, said = Drift(**told["words"]), told["labels"]
        return Watched(
            str(told["trained_on"]),
            datetime.fromisoformat(told["at"]),
            words,
            Labels(**{**said, "unlearnt": tuple(said["unlearnt"])}),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
