"""What is quoted, and who said it."""

from kg.quotation.finding import find_quotes
from kg.quotation.speakers import attribute_quotes

__all__ = ["attribute_quotes", "find_quotes"]
