"""What is made of an audit beside what the terminal tells: a page, and a copy with comments."""

from generator.products.audited.comments import commented
from generator.products.audited.page import audit_page

__all__ = ["audit_page", "commented"]
