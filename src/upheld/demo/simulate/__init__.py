"""The demo company Larch & Lintel: three believable years from a seed, with planted truths."""

from upheld.demo.simulate.company import Company, Complaint, Contact, Customer, Order
from upheld.demo.simulate.firm import FIRM
from upheld.demo.simulate.simulation import simulate
from upheld.demo.simulate.truths import Truths

__all__ = ["FIRM", "Company", "Complaint", "Contact", "Customer", "Order", "Truths", "simulate"]
