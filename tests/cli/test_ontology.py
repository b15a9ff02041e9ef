"""Commands on the ontology: their words, their data, their exit status."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]
PREFIXES = "@prefix dem: <https://w3id.org/demarche/ontology#> . @prefix : <https://example.org/> .\n"
FINE = PREFIXES + ":talks a dem:Meeting ; dem:place :norgrad . :norgrad dem:locatedIn :norland .\n"
FAULTY = PREFIXES + ":talks a dem:Meeting ; dem:hasParticipant :norgrad . :norgrad a dem:City .\n"
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no Java on the PATH: HermiT cannot run")


@pytest.fixture
def graph(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        (tmp_path / "graph.ttl").write_text(text, "utf-8")
        return "graph.ttl"

    return write


@needs_java
@pytest.mark.java
def test_check_says_that_a_graph_is_consistent(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("ontology", "check", graph(FINE))
    assert (done.returncode, done.stdout) == (0, "consistent, no unsatisfiable class\n")


@needs_java
@pytest.mark.java
@pytest.mark.slow
def test_check_shows_what_contradicts_what(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("ontology", "check", graph(FAULTY))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "inconsistent",
        "  <https://example.org/norgrad> a dem:City",
        "  <https://example.org/talks> dem:hasParticipant <https://example.org/norgrad>",
        "  nothing is two of dem:Agent, dem:City, dem:Region",
        "  a value of dem:hasParticipant is a dem:Agent",
    ]
    assert done.stderr.splitlines()[-1] == "demarche: graph.ttl: inconsistent"


@needs_java
@pytest.mark.java
def test_a_quick_check_gives_no_explanation(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("ontology", "check", "--quick", graph(FAULTY))
    assert (done.returncode, done.stdout) == (1, "inconsistent\n")


@needs_java
@pytest.mark.java
def test_reason_writes_what_follows_in_a_graph_apart(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("reason", graph(FINE))
    assert done.returncode == 0
    assert "<https://w3id.org/demarche/inferred> {" in done.stdout
    assert "dem:heldWithin" in done.stdout


def test_without_java_check_and_reason_say_so(demarche: Run, graph: Callable[[str], str]) -> None:
    for command in (("ontology", "check"), ("reason", graph(FINE))):
        done = demarche(*command, env={"PATH": "/nowhere"})
        assert done.returncode == 1
        assert done.stderr.startswith("demarche: HermiT needs Java")
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("missing.ttl", None, "No such file"), ("graph.ttl", "no turtle", "expected"), ("graph.txt", "text", "expected an RDF file")],
    ids=["missing", "malformed", "not RDF by name"],
)
def test_a_file_that_cannot_be_read_is_told(demarche: Run, tmp_path: Path, name: str, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    done = demarche("ontology", "check", name)
    assert done.returncode == 1
    assert done.stderr.startswith("demarche: ")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_validate_says_that_a_graph_conforms(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("validate", graph(PREFIXES + "<https://example.org/norland> <https://example.org/borders> <https://example.org/sudria> ."))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "graph.ttl: conforms\n"


def test_validate_tells_each_violation_in_words(demarche: Run, graph: Callable[[str], str]) -> None:
    done = demarche("validate", graph(PREFIXES + ":tenure a dem:OfficeTenure ; dem:tenureHolder :anna, :berta ; dem:tenureOf :post . :post a dem:Office ."))
    assert done.returncode == 1
    assert "Violation: A tenure has exactly one holder, a person: two holders are two tenures." in done.stdout
    assert "Violation: An office needs a label." in done.stdout
    assert done.stderr.splitlines()[-1].startswith("demarche: graph.ttl: ")


def test_quality_names_each_check_and_passes(demarche: Run) -> None:
    done = demarche("ontology", "quality")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) >= 30
    assert all(line.endswith(": ok") for line in lines)


def test_docs_writes_the_page(demarche: Run) -> None:
    done = demarche("ontology", "docs")
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
