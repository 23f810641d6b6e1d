"""Files under policies/ that a firm edits, one module each; a slip is named by file and line."""
