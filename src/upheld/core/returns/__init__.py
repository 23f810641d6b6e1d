"""What a regulator is told: outcome and goodwill stay apart here, and each regulator's words map
them in its own way (DISP 1.10; ASIC's data reporting; the CFPB's portal)."""

from .complaint import Answer, Period, PeriodError, Reported, Turn
from .made import RETURNS, Form
from .table import Check, Note, Return

__all__ = [
    "RETURNS",
    "Answer",
    "Check",
    "Form",
    "Note",
    "Period",
    "PeriodError",
    "Reported",
    "Return",
    "Turn",
]
