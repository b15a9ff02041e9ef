"""What a store holds beside articles: the ontology and the seeds, each in a graph of its own.

Each graph carries the SHA-256 of the files that it was made of, so that a store of an older version
is brought up to date and a store of this version is left alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg import iris
from kg.errors import ResourceError
from kg.store import Store

ROOT: Final = Path(__file__).parent.parent
NAMES: Final = "https://w3id.org/demarche/"
OFFICIALS: Final = f"{NAMES}seeds/officials"  # 15,530 tenures; only on request, since they outweigh small stores
_SUMS: Final = "SELECT ?graph ?sum WHERE { GRAPH ?graph { ?graph <https://schema.org/sha256> ?sum } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """One graph and the files that make it."""

    iri: str
    paths: tuple[Path, ...]

    def documents(self, base: str) -> tuple[str, ...]:
        """The Turtle of the files, with entities named under ``base``; ``ResourceError`` for a missing one."""
        try:
            texts = [path.read_text("utf-8") for path in self.paths]
        except OSError as error:
            raise ResourceError(f"{error.filename}: cannot be read: {error.strerror}") from error
        return tuple(t.replace(f"<{iris.BASE}", f"<{base}") for t in texts)


def backgrounds(root: Path = ROOT) -> tuple[Background, ...]:
    """The graphs, the ontology first."""
    ontology, seeds = root / "ontology", root / "seeds"
    concepts = [ontology / "offices.ttl", ontology / "topics.ttl"]
    terms = [p for p in sorted(ontology.glob("*.ttl")) if p not in concepts] + sorted((ontology / "acts").glob("*.ttl"))
    return (
        Background(iri=f"{NAMES}ontology", paths=tuple(terms)),
        *(Background(iri=f"{NAMES}{p.stem}", paths=(p,)) for p in concepts),
        *(Background(iri=f"{NAMES}queries", paths=(p,)) for p in (seeds / "queries").glob("examples.ttl")),
        *(Background(iri=f"{NAMES}seeds/{p.stem}", paths=(p,)) for p in sorted(seeds.glob("*.ttl"))),
    )


def add_background(
    store: Store, *, base: str = iris.BASE, officials: bool = False, root: Path = ROOT
) -> tuple[str, ...]:
    """Puts in what is missing or has changed: the names of the graphs that were written.

    Officials are put in on request, and kept up to date where they are in the store already.
    """
    return tuple(_write(store, base, officials, backgrounds(root)))


def _write(store: Store, base: str, officials: bool, wanted: tuple[Background, ...]) -> Iterator[str]:
    known = {row["graph"]: row["sum"] for row in store.query(_SUMS).rows()}
    for background in wanted:
        if background.iri == OFFICIALS and not officials and OFFICIALS not in known:
            continue
        documents = background.documents(base)
        checksum = hashlib.sha256("\0".join(documents).encode()).hexdigest()
        if known.get(background.iri) != checksum:
            label = f'<{background.iri}> <https://schema.org/sha256> "{checksum}" .'
            store.put_turtle(background.iri, (*documents, label))
            yield background.iri
