"""W3C test manifests in, tests out."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
BASE = "http://w3c-tests.example/"  # the folder of the tests, as IRIs have it
EXPECTED_FAILURES: dict[str, str] = tomllib.loads(Path(__file__).with_name("expected_failures.toml").read_text("utf-8"))


def folder() -> Path | None:
    """Where the tests are, None where there are none."""
    found = Path(os.environ.get("DEMARCHE_SHARED", "")) / "w3c"
    return found if os.environ.get("DEMARCHE_SHARED") and found.is_dir() else None


def iri_of(path: Path) -> str:
    """A file of the tests as an IRI."""
    top = folder()
    assert top is not None
    return BASE + path.relative_to(top).as_posix()


def path_of(iri: str) -> Path:
    """The file behind an IRI."""
    top = folder()
    assert top is not None
    return top / iri.removeprefix(BASE)


def quads_of(path: Path) -> list[ox.Quad]:
    """The statements of a file."""
    return list(ox.parse(path.read_bytes(), format=ox.RdfFormat.from_extension(path.suffix[1:]), base_iri=iri_of(path)))


class Description:
    """An RDF graph that is easily walked."""

    def __init__(self, quads: list[ox.Quad]) -> None:
        self._objects: dict[tuple[Any, str], list[Any]] = {}
        for q in quads:
            self._objects.setdefault((q.subject, q.predicate.value), []).append(q.object)

    def all(self, subject: Any, predicate: str) -> list[Any]:
        return self._objects.get((subject, predicate), [])

    def one(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: Any, predicate: str) -> str:
        found = self.one(subject, predicate)
        return "" if found is None else found.value

    def members(self, node: Any) -> Iterator[Any]:
        while node is not None and node.value != f"{RDF}nil":
            yield self.one(node, f"{RDF}first")
            node = self.one(node, f"{RDF}rest")

    def subjects(self, predicate: str) -> list[Any]:
        return [s for s, p in self._objects if p == predicate]


@dataclass(frozen=True)
class Test:
    """One test: its node in the description of its manifest."""

    __test__ = False

    id: str  # "sparql11/aggregates/agg01"
    kind: str  # "QueryEvaluationTest", ...
    node: Any
    manifest: Description


def _parts(described: Description, node: Any) -> list[Any]:
    """The manifests that a manifest includes: as one list, or one by one."""
    included = described.all(node, f"{MF}include")
    return included if len(included) > 1 or included[0].value.endswith(".ttl") else list(described.members(included[0]))


@cache
def tests_of(manifest: str) -> tuple[Test, ...]:
    """The tests of a manifest below the folder, those of its parts included; () without the folder."""
    top = folder()
    if top is None:
        return ()
    path = top / manifest
    described = Description(quads_of(path))
    found: list[Test] = []
    for node in described.subjects(f"{MF}include"):
        for part in _parts(described, node):
            found += tests_of(path_of(part.value).relative_to(top).as_posix())
    for node in described.subjects(f"{MF}entries"):
        for entry in described.members(described.one(node, f"{MF}entries")):
            name = entry.value.split("#")[-1].split("/")[-1]
            kind = described.text(entry, f"{RDF}type").split("#")[-1]
            place = path.parent.relative_to(top).as_posix().removeprefix("sparql/")
            found.append(Test(f"{place}/{name}", kind, entry, described))
    return tuple(found)


def cases(tests: list[Test]) -> list[Any]:
    """Tests as parameters; those that are expected to fail must fail."""
    if not tests:
        return [pytest.param(None, marks=pytest.mark.skip(reason="DEMARCHE_SHARED names no folder with w3c/, the tests of the W3C"))]
    return [
        pytest.param(t, id=t.id, marks=[pytest.mark.xfail(strict=True, reason=EXPECTED_FAILURES[t.id])] if t.id in EXPECTED_FAILURES else [])
        for t in tests
    ]
