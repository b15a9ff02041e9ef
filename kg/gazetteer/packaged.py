"""Where the packaged index lies. A wheel brings it along; a checkout compiles it when the seeds are newer."""

import logging
from pathlib import Path
from typing import Final

FORMAT: Final = "1"  # of the file: a reader refuses another
ROOT: Final = Path(__file__).parent.parent.parent
INDEX: Final = ROOT / "kg" / "compiled" / "gazetteer.db"
_CHECKOUT: Final = ROOT / "pyproject.toml"  # no wheel has it
_log = logging.getLogger(__name__)


def up_to_date(path: Path = INDEX) -> Path:
    """The path of an index; the packaged one of a checkout is compiled first where a seed or the compiler is newer."""
    if path == INDEX and _CHECKOUT.exists() and _older(path):
        from kg.gazetteer.compilation import compile_index
        from kg.gazetteer.seeds import seed_rows

        _log.info("compiling %s from the seeds", path)
        compile_index(seed_rows(), path)
    return path


def _older(path: Path) -> bool:
    """Whether any file that the index is made of was written after it."""
    made_of = [*(ROOT / "seeds").glob("*.t*l"), *Path(__file__).parent.glob("*.py"), *Path(__file__).parent.glob("*.sql")]
    return not path.exists() or path.stat().st_mtime < max(p.stat().st_mtime for p in made_of)
