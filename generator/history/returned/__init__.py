"""Reviewed copies of a draft: what was changed and said, whose it is, what is still open."""
