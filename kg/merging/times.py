"""Whether two acts may have been at one time."""

from typing import Final

from kg.model import Act, TimeValue

_ENDURING: Final = "/.."  # EDTF: begun at an unknown time, not over


def times_agree(a: Act, b: Act) -> bool:
    """Whether the times overlap; an unknown one contradicts nothing."""
    if a.time is None or b.time is None:
        return True
    if (a.time.edtf == _ENDURING) is not (b.time.edtf == _ENDURING):  # what goes on is not what came and went
        return False
    first, second = _bounds(a.time), _bounds(b.time)
    return first[0] <= second[1] and second[0] <= first[1]


def on_one_stated_day(a: Act, b: Act) -> bool:
    """Whether both are told of the same day, and neither by inference."""
    if a.time is None or b.time is None or a.time.inferred or b.time.inferred:
        return False
    return a.time.edtf == b.time.edtf and a.time.start == a.time.end


def _bounds(time: TimeValue) -> tuple[str, str]:
    """First and last day that a value allows, as ISO dates that compare as text."""
    start, end = time.start or "0000", time.end or "9999"
    return start, end + "-12-31"[len(end) - 4 :] if len(end) < len("2021-01-01") else end
