"""Whether what comes in is still like what the model of topics learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass

from upheld.insight.texts import read

from .model import Guess, Topics

# Of batches that are as what was learnt from, so many give an alarm, both signs together.
FALSE_ALARMS = 0.01
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Drift:
    """`unknown` is the share of words that the model does not know, `usual` what it was on texts
    that it had not learnt from; the same of the mean confidence. None of `alarm` while there are
    too few texts to say."""

    texts: int
    unknown: float
    unknown_usual: float
    sure: float
    sure_usual: float
    alarm: bool | None
    because: str


def drift(model: Topics, texts: Sequence[str], guesses: Sequence[Guess]) -> Drift:
    """Two tests, each at half of the stated rate: the mean share of unknown words (normal), and
    the distribution of confidence (Kolmogorov and Smirnov)."""
    import numpy as np
    from scipy.stats import ks_2samp, norm

    share = model.unknown_share(read(texts))
    sure = np.asarray([guess.confidence for guess in guesses])
    usual, spread = (float(value) for value in model.unknown)
    told = (len(texts), float(share.mean()) if len(share) else 0.0, usual)
    means = (float(sure.mean()) if len(sure) else 0.0, float(model.sure.mean()))
    if len(texts) < _FEWEST:
        return Drift(*told, *means, None, f"fewer than {_FEWEST} texts say nothing of drift")
    off = (told[1] - usual) / max(spread / len(texts) ** 0.5, 1e-9)
    words = off > norm.isf(FALSE_ALARMS / 2)
    shifted = ks_2samp(sure, model.sure, method="asymp").pvalue < FALSE_ALARMS / 2
    because = [
        "more words are unknown than in what it learnt from" * bool(words),
        "its confidence is another than it was" * bool(shifted),
    ]
    reasons = " and ".join(each for each in because if each)
    alarm = bool(words or shifted)
    return Drift(*told, *means, alarm, reasons or "what comes in is like what it learnt from")
