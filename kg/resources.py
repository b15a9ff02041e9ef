"""Everything a conversion reads beside the article, loaded once."""

import gc
from dataclasses import dataclass
from pathlib import Path

from kg.analysis import Analyser, OnnxAnalyser
from kg.concepts import ConceptScheme
from kg.confidence import ConfidenceModel
from kg.frames import ActCatalogue, load_catalogue
from kg.gazetteer import Gazetteer
from kg.gazetteer.packaged import INDEX
from kg.lexicon import Lexicon


@dataclass(frozen=True)
class Resources:
    """Language model, gazetteer, frames, word lists and coefficients."""

    analyser: Analyser
    gazetteer: Gazetteer
    catalogue: ActCatalogue
    offices: ConceptScheme
    topics: ConceptScheme
    lexicon: Lexicon
    confidence: ConfidenceModel | None  # None: acts keep the weight of their wording

    @classmethod
    def load(cls, *, threads: int = 1, index: Path = INDEX) -> "Resources":
        """Reads all resources, with another gazetteer than the packaged one where told; ``ResourceError`` names what is missing.

        What is loaded by then is taken out of the garbage collector's rounds (``gc.freeze``): it stays, and
        walking it takes a thirtieth of a conversion.
        """
        found = cls(
            analyser=OnnxAnalyser.load(threads=threads),
            gazetteer=Gazetteer.load(index),
            catalogue=load_catalogue(),
            offices=ConceptScheme.load("offices"),
            topics=ConceptScheme.load("topics"),
            lexicon=Lexicon.load(),
            confidence=ConfidenceModel.load(),
        )
        gc.freeze()
        return found
