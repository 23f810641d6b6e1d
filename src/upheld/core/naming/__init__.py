"""Names that nothing announces, and what tells them from other words."""
