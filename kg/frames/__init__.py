"""The catalogue of acts: every file of ``ontology/acts`` describes one type of act with its wording.

Parsing them takes longer than a conversion, so their content is kept in ``kg/compiled/acts.json``, written by
``python -m kg.frames``; a test compares.
"""

from kg.frames.catalogue import (
    ANY,
    COMPILED,
    ActCatalogue,
    ActType,
    Example,
    Frame,
    Pattern,
    Slot,
    load_catalogue,
)

__all__ = ["ANY", "COMPILED", "ActCatalogue", "ActType", "Example", "Frame", "Pattern", "Slot", "load_catalogue"]
