"""Did a change work: weekly counts before and after it, beside others where there are any, and
beside days on which nothing was changed.

A Poisson regression with a step at the change, a trend and the seasons, in which weeks that lie
near each other may differ from it together: a latent first-order autoregression on the log rate.
How large that is and how long it lasts is not chosen but integrated over (Rue, Martino and Chopin
2009), so that the interval says what is not known of it. Beside others, the share of the two that
is ours is looked at instead, so that what happened to both cancels out (difference in differences
on the log rate). It is one regression with one link: scipy does it, and statsmodels would bring
pandas to every installation.
"""

from .check import Series, check

__all__ = ["Series", "check"]
