"""What is quoted, and who said it."""

from kg.quotation.assignment import assign_quotes
from kg.quotation.finding import find_quotes
from kg.quotation.speakers import attribute_quotes

__all__ = ["assign_quotes", "attribute_quotes", "find_quotes"]
