"""The errors of Demarche.

Each says what was expected, what was found and where. None knows of HTTP or exit codes: the
command line and the server translate.
"""


class DemarcheError(Exception):
    """Base of every error that input, data or settings can cause."""


class ReadingError(DemarcheError):
    """The input cannot be read: empty, binary, too large, not English, not a file, not valid RDF; line and column count from 1."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class ResourceError(DemarcheError):
    """A file that the product ships or was told to use is missing or malformed."""


class ModelError(ResourceError):
    """The language model is missing, incomplete or does not fit its description."""


class FrameError(ResourceError):
    """An act file is incomplete or contradicts the formalism of ``ontology/frames.ttl``."""


class ValidationError(DemarcheError):
    """The frame of an article (its identity, date, text) violates its shape: it is refused whole."""


class StoreError(DemarcheError):
    """The store cannot be opened, read or written."""


class StoreInUse(StoreError):
    """Another process writes the store."""


class QueryError(DemarcheError):
    """A query is not valid SPARQL, or asks for what is not allowed; line and column count from 1."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class OutsideError(QueryError):
    """A query or update asks for what is outside the store, which is switched off."""


class UnionError(QueryError):
    """An update would write to a default graph that is the union of the others."""


class FormError(QueryError):
    """The answer cannot be written in the form asked for."""


class AnswerTooLarge(QueryError):
    """The answer to a query has more bytes than allowed."""


class EvaluationError(DemarcheError):
    """Gold, predictions or records are missing, malformed or do not fit each other."""


class ReviewError(DemarcheError):
    """A review names no reviewer, or an attestation that the store does not hold."""


class GrowingError(DemarcheError):
    """The gazetteer cannot be built, refreshed or added to; what it held before is as it was."""


class DumpError(GrowingError):
    """A file is no Wikidata dump, damaged or not complete."""


class WikidataError(GrowingError):
    """Wikidata, or what answers in its place, gave no answer that can be used."""
