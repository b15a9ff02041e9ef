"""Writes the compiled acts: ``python -m kg.frames``."""

from kg.frames.catalogue import COMPILED
from kg.frames.compilation import compile_catalogue

COMPILED.parent.mkdir(exist_ok=True)
COMPILED.write_text(compile_catalogue(), "utf-8")
