"""Learning from many cases: what a rule is worth, what a draft changes, what regulators ask."""
