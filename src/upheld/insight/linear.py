"""Linear models of several classes in one shape."""

from typing import Any


def a_row_for_each(classes: Any) -> Any:
    """Two classes share one row of weights there; here each has its own, as more classes have."""
    import numpy as np

    if len(classes.classes_) == 2:
        classes.coef_ = np.vstack([-classes.coef_ / 2, classes.coef_ / 2])
        classes.intercept_ = np.concatenate([-classes.intercept_ / 2, classes.intercept_ / 2])
    return classes
