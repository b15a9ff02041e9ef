"""When: time expressions of the text as intervals with EDTF.

``days`` and ``periods`` are the table of expressions with their examples, ``guards`` tell what is no
time, ``readers`` and ``relative`` say what each means, ``dates`` builds the values, ``stage`` walks
through the article.
"""

from kg.temporal.stage import resolve_times

__all__ = ["resolve_times"]
