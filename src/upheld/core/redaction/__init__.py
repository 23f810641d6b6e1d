"""What identifies a person, found and taken out of a text: one kind of sign a module."""
