"""Learning from many cases: a rule's worth, a draft's effect, what regulators ask for."""
