"""``gen desk``: the commands on a page, for people who open no terminal.

The page calls what the commands call and says what they say.  Only the browser that was given the
address gets through (``guard.py``), and only files of the working folder that the page itself
lists can be named (``shelf.py``).
"""
