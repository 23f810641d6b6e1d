"""Cases and customers that are one, and what of a matter is of one of its people."""
