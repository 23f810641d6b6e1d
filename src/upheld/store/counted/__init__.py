"""Lists and counts: what a figure counts is said once, so that it opens the very rows."""
