"""RDF files in, rdflib graphs out, with clear errors."""

from pathlib import Path
from typing import Final

from rdflib import Dataset, Graph

from kg.errors import ReadingError

FORMATS: Final = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "xml",
    ".owl": "xml",
    ".xml": "xml",
    ".jsonld": "json-ld",
}


def parse_rdf(path: Path) -> Graph:
    """The statements of a file, named graphs joined; ``ReadingError`` for what is no RDF."""
    form = FORMATS.get(path.suffix.lower())
    if path.is_dir() or form is None:
        raise ReadingError(f"{path}: expected an RDF file ending in {', '.join(FORMATS)}")
    try:
        if form not in ("nquads", "trig", "json-ld"):
            return Graph().parse(path, format=form)
        dataset = Dataset(default_union=True)
        dataset.parse(path, format=form)
        joined = Graph()
        for s, p, o, _ in dataset.quads((None, None, None, None)):
            joined.add((s, p, o))
        return joined
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Exception as error:  # rdflib's parsers share no error class
        raise ReadingError(
            f"{path}: expected {form}: {str(error).splitlines()[0] if str(error) else error!r}"
        ) from error
