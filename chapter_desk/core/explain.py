"""Puts errors into words: what happened, what is safe, what to do."""

from chapter_desk.core.explanation import Explanation, explain
from chapter_desk.core.explanations import (
    bundles,
    cards,
    chapters,
    door,
    money,
    paper,
    people_and_plans,
    voting,
)

__all__ = ["Explanation", "explain"]

_REGISTERED = (bundles, cards, chapters, door, money, paper, people_and_plans, voting)
"""Loading them is what teaches `explain` their errors."""
