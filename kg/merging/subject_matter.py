"""What acts are about, compared by the beginnings of the content words of their topics."""

import re
from typing import Final

from kg.model import Act

_SAME: Final = 0.3  # share of the content words of the shorter telling
_STEM: Final = 4  # letters
_SHORT: Final = 3  # letters: such words carry no topic
_GENERIC: Final = frozenset({"coun", "effo", "gove", "issu", "peop", "situ", "supp", "work"})  # nor do efforts, issues ...

_SUM: Final = re.compile(r"[$€£¥] ?(\d[\d.,]*)|(\d[\d.,]*)(?= (?:million|billion|trillion)\b)")


def about_one_thing(a: Act, b: Act) -> bool:
    """Whether both tell what they are about, much in the same words."""
    return _overlap(_topic_words(a), _topic_words(b)) >= _SAME


def about_different_things(a: Act, b: Act) -> bool:
    """Whether both tell what they are about and that differs: two accords of the same sides."""
    first, second = _topic_words(a), _topic_words(b)
    return bool(first and second) and _overlap(first, second) < _SAME


def of_other_amounts(a: Act, b: Act) -> bool:
    """Whether both tell of sums of money, and these differ: two gifts."""
    first, second = ({"".join(found) for t in x.topics for found in _SUM.findall(t.label)} for x in (a, b))
    return bool(first and second) and not first & second


def _topic_words(act: Act) -> set[str]:
    """The beginnings of the content words of an act's topics: "bombing" and "bomb" are one."""
    words = (w for t in act.topics for w in re.findall(r"[^\W\d_]+", t.label.lower()))
    return {w[:_STEM] for w in words if len(w) > _SHORT} - _GENERIC


def _overlap(first: set[str], second: set[str]) -> float:
    """Share of the smaller set that the two have in common."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0
