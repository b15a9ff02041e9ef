"""Compiles ``seeds/`` into the index that look-ups use: ``python -m kg.gazetteer``."""

from kg.gazetteer.compilation import compile_names, compile_officials
from kg.gazetteer.index import NAMES, OFFICIALS

NAMES.write_text(compile_names(), "utf-8")
OFFICIALS.write_text(compile_officials(), "utf-8")
