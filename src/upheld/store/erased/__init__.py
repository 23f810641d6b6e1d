"""What goes when somebody is erased: their rows, their words in those of others, their files."""
