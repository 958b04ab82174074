"""The disclosure as one HTML page that a website can take in: no script, nothing from outside.

The draft is read as for the review page; this page says what the document says and nothing
more: no sources, no findings.
"""

from generator.products.webpage.page import webpage

__all__ = ["webpage"]
