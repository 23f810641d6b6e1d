"""Where files are kept is away: all of them wait, and none is missing."""


class StorageAway(OSError):
    """The storage cannot be reached, or does not let us in; the message says how it shows."""
