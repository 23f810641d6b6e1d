"""What was promised: read from the words of a letter, kept as one open promise for one thing."""
