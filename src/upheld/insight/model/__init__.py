"""A language model, where the firm names one: it suggests, a person alleges and writes.

Off until UPHELD_MODEL_URL is set. It decides nothing and is told as little as will do; what it
answers is data of the least trusted kind.
"""

from .allegations import Read, read
from .endpoint import Endpoint, ModelError, named
from .wording import Reworded, reword

__all__ = ["Endpoint", "ModelError", "Read", "Reworded", "named", "read", "reword"]
