"""Faults and figures in, one self-contained HTML page out: the error browser."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.evaluation.faults import Aspect, Fault, FaultKind
from kg.evaluation.figures import Figures

_FOLDER: Final = Path(__file__).parent
_TEMPLATE: Final = "errors.html"


def error_page(faults: Sequence[Fault], found: Figures) -> str:
    """The page; it loads nothing and works without scripts, which only filter."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    counts = Counter((fault.kind, fault.aspect) for fault in faults)
    return environment.get_template(_TEMPLATE).render(
        articles=[(name, list(rows)) for name, rows in groupby(faults, key=lambda fault: fault.article)],
        kinds=list(FaultKind),
        aspects=[aspect for aspect in Aspect if any(counts[kind, aspect] for kind in FaultKind)],
        counts=counts,
        rates=[(name, getattr(found, name)) for name in ("acts", "deeds", "strict", "participants", "roles")],
        shares=[
            (name.replace("_", " "), getattr(found, name)) for name in ("dates_right", "dates_invented", "places", "quotes")
        ],
        total=len(faults),
    )  # fmt: skip
