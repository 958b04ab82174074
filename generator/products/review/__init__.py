"""The review page of a draft, and the same answers for the terminal."""

from generator.products.review.answering import Answer, answer
from generator.products.review.assembling import page_of
from generator.products.review.model import Accepted, Covered, RequirementLine, ReviewInput
from generator.products.review.page import review_page
from generator.products.review.remarks import remarks
from generator.products.review.roundings import share_lists
from generator.products.review.year_comparisons import comparisons

__all__ = [
    "Accepted",
    "Answer",
    "Covered",
    "RequirementLine",
    "ReviewInput",
    "answer",
    "comparisons",
    "page_of",
    "remarks",
    "review_page",
    "share_lists",
]
