"""Compiles ``seeds/`` into the packaged index: ``python -m kg.gazetteer``."""

from kg.gazetteer.compilation import compile_index
from kg.gazetteer.packaged import INDEX
from kg.gazetteer.seeds import seed_rows

compile_index(seed_rows(), INDEX)
