"""Who was unhappy and said nothing: how many, where, and who of them our own records show."""
