"""What customers will buy: models of buying and leaving, always beside plain recency."""

from .customers import History, histories
from .models import BG_NBD, MBG_NBD, MODELS, PARETO_NBD, BuyingModel
from .spending import Spending, fit_spending
from .valuation import Valuation, value

__all__ = [
    "BG_NBD",
    "MBG_NBD",
    "MODELS",
    "PARETO_NBD",
    "BuyingModel",
    "History",
    "Spending",
    "Valuation",
    "fit_spending",
    "histories",
    "value",
]
