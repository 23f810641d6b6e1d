"""The parts of the report, in the order of its pages: a new one is a line here.

A part with a package of its own gives what its module `learnt` learns:

    Part("hurt", "Where it hurts", learns=hurt.learnt),
"""

from upheld.insight.effects.learnt import learnt as changes
from upheld.insight.fair.learnt import learnt as fairness
from upheld.insight.goodwill.learnt import learnt as goodwill
from upheld.insight.journey.learnt import learnt as hurt
from upheld.insight.silence.learnt import learnt as silence

from . import alike, attract, caused, crew, given, kept, numbers, regulator, said
from .part import Part
from .told import Place

PARTS = (
    Part("numbers", "What came and what we answered", numbers.told),
    Part("themes", "What people say", said.told),
    Part("hurt", "Where it hurts", learns=hurt, place=Place("hurt")),
    Part("silence", "The silent", learns=silence, place=Place("silent")),
    Part("changes", "What we changed", learns=changes, place=Place("root_causes")),
    Part("caused", "What we caused ourselves", caused.told),
    Part("kept", "What we had to do by a day", kept.told),
    Part("sources", "Customers whom we attract", attract.told),
    Part("exceptions", "Exceptions and budgets", given.told),
    Part("alike", "Like cases alike", alike.told),
    Part("goodwill", "What goodwill does", learns=goodwill, place=Place("goodwill_effect")),
    Part("fairness", "Whether we are fair", learns=fairness, place=Place("fairness")),
    Part("team", "The team", crew.told),
    Part("returns", "Returns to the regulator", regulator.told),
)
