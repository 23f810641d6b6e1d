"""What the ledger of exceptions answers: which repeat, who lives on them, what they led to."""

from .afterwards import Afterwards, Group, Measure, afterwards
from .living import living
from .repeats import Repeat, repeats

__all__ = ["Afterwards", "Group", "Measure", "Repeat", "afterwards", "living", "repeats"]
