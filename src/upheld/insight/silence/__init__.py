"""Who was unhappy and said nothing: how many, where, and who of them our own records show."""

from .made import Known, OfKind, Silence, Silent, silence

__all__ = ["Known", "OfKind", "Silence", "Silent", "silence"]
