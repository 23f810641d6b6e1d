"""The parts of the report, in the order of its pages: a new one is a line here.

A part with a package of its own gives what its module `learnt` learns:

    Part("hurt", "Where it hurts", learns=hurt.learnt),
"""

from . import alike, attract, caused, crew, given, kept, numbers, regulator, said
from .part import Part

PARTS = (
    Part("numbers", "What came and what we answered", numbers.told),
    Part("themes", "What people say", said.told),
    Part("caused", "What we caused ourselves", caused.told),
    Part("kept", "What we had to do by a day", kept.told),
    Part("sources", "Customers whom we attract", attract.told),
    Part("exceptions", "Exceptions and budgets", given.told),
    Part("alike", "Like cases alike", alike.told),
    Part("team", "The team", crew.told),
    Part("returns", "Returns to the regulator", regulator.told),
)
