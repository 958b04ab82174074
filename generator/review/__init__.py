"""The review page of a draft, and the same answers for the terminal."""

from generator.review.answering import Answer, answer
from generator.review.checked import accepted, covered, required
from generator.review.comparing import comparisons
from generator.review.model import Accepted, Covered, Requirement, ReviewInput
from generator.review.page import review_page
from generator.review.remarks import remarks
from generator.review.roundings import share_lists

__all__ = [
    "Accepted",
    "Answer",
    "Covered",
    "Requirement",
    "ReviewInput",
    "accepted",
    "answer",
    "comparisons",
    "covered",
    "remarks",
    "required",
    "review_page",
    "share_lists",
]
