"""Learning from many cases: what a rule is worth, what a draft would change, what regulators ask."""
