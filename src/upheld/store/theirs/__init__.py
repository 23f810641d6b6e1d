"""All that we hold about one person, as it is handed over to them."""
