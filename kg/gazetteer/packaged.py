"""Where the packaged index lies. A wheel brings it along; a checkout compiles it when the seeds are newer."""

import logging
from pathlib import Path
from typing import Final

from kg.errors import ResourceError

FORMAT: Final = "1"  # of the file: a reader refuses another
ROOT: Final = Path(__file__).parent.parent.parent
INDEX: Final = ROOT / "kg" / "compiled" / "gazetteer.db"
OWN: Final = "gazetteer.db"  # the index in a folder of a user's own
_CHECKOUT: Final = ROOT / "pyproject.toml"  # no wheel has it
_log = logging.getLogger(__name__)


def index_in(folder: Path | None) -> Path:
    """The index in the folder of a user's own gazetteer (``kg/growing/layers.py``), without one the packaged index.

    Raises:
        ResourceError: The folder has no index.
    """
    if folder is None:
        return INDEX
    index = folder / OWN
    if not index.is_file():
        raise ResourceError(f"{folder}: expected a gazetteer, found none; demarche gazetteer build, refresh or add makes one")
    return index


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
