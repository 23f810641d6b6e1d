"""Groups beside each other as they are, whatever their cases were: fairlearn's measures."""

from collections.abc import Sequence

import numpy as np

from .gaps import Floats


def crude(came: Floats, told: Sequence[str]) -> tuple[dict[str, float], float | None]:
    """The mean of each group, and how far the highest is from the lowest: for a share that is the
    demographic parity difference (Agarwal et al. 2018). None among fewer than two groups."""
    # It brings pandas, which takes a second to load: only who asks for fairness waits for it.
    from fairlearn.metrics import MetricFrame, mean_prediction

    names = np.array(told)
    if len(set(told)) < 2:
        return {}, None
    frame = MetricFrame(
        metrics=mean_prediction,
        y_true=np.zeros(len(came)),
        y_pred=came,
        sensitive_features=names,
    )
    means = {str(name): float(mean) for name, mean in frame.by_group.items()}
    return means, float(frame.difference())
