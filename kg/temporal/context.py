"""What an expression is read against: publication, what was told last, the verb, its own groups."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kg.model import TimeValue

_AHEAD: Final = re.compile(
    r"(?P<ahead>\b(?:will|shall|would|due|upcoming|forthcoming|ahead of|to be held|to take place|looking ahead|"
    r"(?:is|are|was|were) to|(?:travels|heads|flies|departs|returns|leaves) (?:to|for|on|from)|(?:plan|plans|planned|planning|hopes?|hoped|hoping|intends?|intended|set|expected|scheduled|"
    r"slated|wants?|wanted|agree|agreed|agrees|proposed|proposes|offered|offers|decided|pledged|pledges|vowed|vows|promised|"
    r"threatened|invited|asked|urged|preparing|prepares?|prepared|timetabled|ready|pencilled in|penciled in) "
    r"(?:for|to(?! (?:the|a|an|his|her|their|its|this|that|any|all)\b)))\b|['’]ll\b)"
    r"|\b(?:said|told|met|held|was|were|had|did|made|gave|came|went|took|began|spoke|sent|left|saw|became|wrote|"
    r"paid|laid|kept|brought|sought|fought|heard|read|won|lost|ran|rose|fell|led|put|hit|struck|drew|threw|flew|broke|chose|"
    r"withdrew|built|spent|dealt|shook|stood|found|felt|got|sat|dealt|sold|taught|thought|bought|"
    r"(?<!the )(?<!newly )(?<!\ba )(?<!its )[a-z]{2,}ed)\b",
)
STEPS: Final = {"last": -1, "previous": -1, "this": 0, "the": 0, "next": 1, "coming": 1, "following": 1}
_WINDOW: Final = 160  # characters in which the verb that governs an expression is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What relative expressions are relative to."""

    on: date | None = None  # day of publication
    told: str | None = None  # the day, month or year told last, as ISO prefix

    @property
    def day(self) -> date | None:
        """The day told last."""
        return date.fromisoformat(self.told) if self.told is not None and len(self.told) == 10 else None

    def after(self, value: TimeValue | None) -> "Context":
        """The context behind an expression of that value."""
        if value is None or value.start is None or value.start != value.end or value.edtf.endswith("~"):
            return self
        return replace(self, told=value.start)


Reader = Callable[[re.Match[str], Context], TimeValue | None]


def looks_ahead(match: re.Match[str]) -> bool:
    """Whether the verb before the expression, else the first one behind it, speaks of the future."""
    text = match.string
    before = list(_AHEAD.finditer(text, max(0, match.start() - _WINDOW), match.start()))
    if before:
        return before[-1]["ahead"] is not None
    behind = _AHEAD.search(text, match.end(), match.end() + _WINDOW)
    return behind is not None and behind["ahead"] is not None


def group(match: re.Match[str], name: str) -> str | None:
    """A group of the pattern in lower case, None where the pattern has no such group."""
    found = match.groupdict().get(name)
    return found.lower() if found else None


def part(match: re.Match[str]) -> str | None:
    """early, mid or late."""
    words = group(match, "part")
    if words is None:
        return None
    if any(word in words for word in ("early", "beginning", "start", "earlier")):
        return "early"
    return "late" if any(word in words for word in ("late", "end")) else "mid"
