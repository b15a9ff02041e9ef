"""Bad input: what was expected, what was found, where; the right exit status; nothing stored; no traceback."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.processes import environment
from kg.reading import MAX_BYTES

from .conftest import COMMAND, TEXT, Run

FRENCH = "Les ministres des affaires étrangères se sont réunis lundi dans la capitale et ont parlé du commerce entre les deux pays. " * 3
RUSSIAN = "Министры иностранных дел двух стран встретились в понедельник в столице и говорили о торговле. " * 3
PLENTY = b"The ministers met on Monday in the capital of the country. " * 900_000


def tells(done: "subprocess.CompletedProcess[str]", *words: str, status: int = 1) -> None:
    """Exit status, nothing on stdout, one clear message on stderr."""
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


ARTICLES = {
    "empty": (b"", "expected an article, found nothing but white space"),
    "white space": (b" \n\t\r\n \xc2\xa0", "expected an article, found nothing but white space"),
    "binary": (b"PK\x03\x04\x14\x00\x08\x00" * 40, "expected text, found binary data"),
    "PDF": (b"%PDF-1.4\n1 0 obj\n", "a PDF file"),
    "web page": (b"<!DOCTYPE html>\n<html><body>The ministers met.</body></html>", "expected plain text, found a marked-up page"),
    "image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "expected"),
    "Latin-1": ("The caf\xe9 in the capital was full of ministers.\n".encode("latin-1"), "byte 0xe9 at offset 7, line 1"),
    "UTF-16 unmarked": (TEXT.encode("utf-16-le"), "--encoding utf-16"),
    "French": (FRENCH.encode(), "expected English"),
    "Russian": (RUSSIAN.encode(), "another script"),
    "no words": (b"12345 67890 --- 2021\n", "found no words"),
    "50 MB": (PLENTY, f"at most {MAX_BYTES:,} bytes, found {len(PLENTY):,}"),
}


@pytest.mark.parametrize("command", ["convert", "ingest"])
@pytest.mark.parametrize(("content", "words"), ARTICLES.values(), ids=ARTICLES)
def test_what_is_no_english_article_is_refused(demarche: Run, tmp_path: Path, command: str, content: bytes, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    tells(demarche(command, "a.txt"), "demarche: a.txt: ", words)
    assert not (tmp_path / "demarche-store").exists()


@pytest.mark.parametrize("name", ["Latin-1", "UTF-16 unmarked"])
def test_the_encoding_that_was_advised_is_read(demarche: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(ARTICLES[name][0])
    encoding = {"Latin-1": "windows-1252", "UTF-16 unmarked": "utf-16-le"}[name]
    assert demarche("convert", "a.txt", "--encoding", encoding).returncode == 0


def test_a_huge_stdin_is_refused_before_it_is_read_to_its_end(demarche: Run, tmp_path: Path) -> None:
    tells(demarche("convert", "-", input=PLENTY), "stdin", f"at most {MAX_BYTES:,} bytes")


def test_a_huge_file_is_never_loaded(tmp_path: Path) -> None:
    """Under a limit of memory that the file alone would break."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(20_000_000_000)
    limit = 4_000_000_000
    done = subprocess.run(
        [*COMMAND, "convert", "a.txt"], cwd=tmp_path, capture_output=True, env=environment(), check=False, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 1
    assert b"found 20,000,000,000" in done.stderr


def test_an_endless_device_is_refused(demarche: Run) -> None:
    tells(demarche("convert", "/dev/zero"), f"at most {MAX_BYTES:,} bytes")


def test_one_bad_article_of_many_is_told_and_the_others_are_stored(demarche: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT)
    (folder / "bad.txt").write_text("")
    done = demarche("ingest", "articles")
    tells(done, "bad.txt: expected an article", "1 of 2 articles were not stored")
    answer = demarche("query", "SELECT ?a { ?a a <https://w3id.org/demarche/ontology#NewsArticle> }", "--format", "csv")
    assert answer.stdout.split() == ["a", "https://w3id.org/demarche/id/article/good"]


@pytest.mark.parametrize("text", [TEXT.replace("May 3, 2021", ""), TEXT.replace("May 3, 2021", "February 30, 2021"), TEXT.replace("2021", "0021")], ids=["none", "no such day", "absurd year"])
def test_an_article_without_a_day_is_read_with_a_warning(demarche: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    done = demarche("convert", "a.txt", "--format", "json")
    assert done.returncode == 0
    assert "a.txt: no date found; relative times stay open" in done.stderr
    assert '"published": null' in done.stdout


def test_an_article_without_a_day_is_not_stored(demarche: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.replace("May 3, 2021", ""))
    tells(demarche("ingest", "a.txt"), "a.txt: An article needs its day of publication", "--published", "1 of 1 articles were not stored")
    assert demarche("query", "ASK { ?a a dem:NewsArticle }").stdout == "no\n"
    assert demarche("ingest", "a.txt", "--published", "2021-05-03").returncode == 0
    assert demarche("query", "ASK { ?a a dem:NewsArticle }").stdout == "yes\n"


def test_a_day_to_come_is_told(demarche: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.replace("2021", "2190"))
    done = demarche("convert", "a.txt", "--format", "json")
    assert done.returncode == 0
    assert "published 2190-05-03, which is yet to come" in done.stderr


@pytest.mark.parametrize("day", ["2021-02-30", "3 May 2021", "0021-05-03", "9999-01-01", ""])
def test_an_absurd_day_of_publication_is_wrong_usage(demarche: Run, article: Path, day: str) -> None:
    tells(demarche("convert", "article.txt", "--published", day), "--published", "expected a", status=2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("convert", "none.txt"), "none.txt: cannot be read: No such file"),
        (("ingest", "none.txt"), "none.txt: cannot be read: No such file"),
        (("convert", "loop.txt"), "loop.txt: cannot be read: Too many levels of symbolic links"),
        (("ingest", "folder"), "folder: expected articles, found no .txt file"),
        (("load", "folder"), "folder: expected an RDF file, found a folder"),
        (("load", "none.ttl"), "none.ttl: cannot be read: No such file"),
        (("load", "article.txt"), "article.txt: expected an RDF file ending in .ttl"),
        (("validate", "folder"), "folder: expected an RDF file, found a folder"),
        (("validate", "none.ttl"), "none.ttl: cannot be read: No such file"),
        (("validate", "broken.ttl"), "broken.ttl: expected text/turtle: Parser error at line 2"),
        (("load", "broken.ttl"), "broken.ttl: expected text/turtle: Parser error at line 2"),
        (("load", "relative.ttl"), "relative IRIs need a base"),
        (("load", "broken.rdf"), "broken.rdf: expected application/rdf+xml"),
        (("reason", "broken.ttl"), "broken.ttl: expected text/turtle: Parser error at line 2"),
        (("query", "none.rq"), "none.rq: cannot be read: No such file"),
        (("query", "latin.rq"), "latin.rq: expected UTF-8, found byte 0xe9"),
        (("query", "ASK {}"), "demarche-store: no store here yet; make one with: demarche ingest"),
        (("export",), "demarche-store: no store here yet"),
        (("serve", "--port", "0"), "demarche-store: no store here yet"),
        (("query", "ASK {}", "--store", "article.txt"), "article.txt: expected a store folder, found a file"),
        (("ingest", "article.txt", "--store", "article.txt"), "article.txt: expected a store folder, found a file"),
        (("ingest", "article.txt", "--store", "folder"), "folder: expected a store, found a folder with other things"),
        (("demo", "--no-serve", "--store", "article.txt/inside"), "article.txt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_opened_or_parsed_is_told(demarche: Run, tmp_path: Path, article: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "note.md").write_text("x")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "broken.ttl").write_text("<https://example.org/a> <https://example.org/p> 1 .\n<https://example.org/a> oops .\n")
    (tmp_path / "relative.ttl").write_text("<a> <https://example.org/p> <b> .")
    (tmp_path / "broken.rdf").write_text("<rdf:RDF")
    (tmp_path / "latin.rq").write_bytes(b"ASK { ?s ?p 'caf\xe9' }")
    before = sorted(tmp_path.iterdir())
    tells(demarche(*arguments), "demarche: ", words)
    assert [p for p in sorted(tmp_path.iterdir()) if p.name != "demarche-store"] == before
    assert not (tmp_path / "demarche-store").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("convert", "article.txt", "--format", "docx"), "'docx' is not one of 'turtle'"),
        (("convert", "article.txt", "--encoding", "klingon"), "expected an encoding such as utf-8"),
        (("convert", "article.txt", "--base", "no iri"), "expected an IRI that ends in / or #"),
        (("convert", "article.txt", "--output", "article.txt"), "is a file"),
        (("convert", "article.txt", "other.txt"), "several articles need --output FOLDER"),
        (("ingest", "article.txt", "other.txt", "--id", "x"), "--id names one article"),
        (("serve", "--port", "70000"), "expected a whole number from 0 to 65535, found '70000'"),
        (("serve", "--port", "abc"), "expected a whole number from 0 to 65535, found 'abc'"),
        (("export", "--format", "pdf"), "'pdf' is not one of 'trig'"),
        (("load",), "expected FILES"),
        (("conquer",), "No such command 'conquer'"),
        (("convert", "--shape", "x"), "No such option"),
        (("convert",), "Missing argument 'ARTICLES...'"),
        (("link", " "), "NAME is empty"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_with_status_2(demarche: Run, article: Path, arguments: tuple[str, ...], words: str) -> None:
    tells(demarche(*arguments), words, status=2)


def test_a_wrong_variable_is_named(demarche: Run) -> None:
    tells(demarche("serve", env={"DEMARCHE_PORT": "abc"}), "DEMARCHE_PORT", status=2)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * WHERE {\n ?s ?p }", "not valid SPARQL at line 2, column 9"),
        ("SELECT * { ?s a norland:Visit }", "line 1, column 17: the prefix norland: is not declared"),
        ("SELECT * { ?s ?p ?o", "{ is never closed"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE reaches outside the store"),
        ("DELETE WHERE { ?s ?p ?o }", "not valid SPARQL"),
        ("", "expected a query, found nothing"),
    ],
)
def test_a_malformed_query_is_told_with_its_place(demarche: Run, store_made: Path, query: str, words: str) -> None:
    tells(demarche("query", query, "--store", str(store_made)), words)


def test_a_form_that_does_not_fit_the_answer_is_wrong_usage(demarche: Run, store_made: Path) -> None:
    tells(demarche("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv", "--store", str(store_made)), "this query gives triples", status=2)
    tells(demarche("query", "ASK {}", "--format", "turtle", "--store", str(store_made)), "yes or no", status=2)


# --- the store ----------------------------------------------------------------------------------------


@pytest.fixture
def store_copy(store_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(store_made, tmp_path / "copy"))


def test_a_broken_store_is_told(demarche: Run, store_copy: Path, article: Path) -> None:
    for path in store_copy.rglob("MANIFEST-*"):
        path.write_bytes(b"nothing of use")
    for arguments in (("query", "ASK {}"), ("ingest", "article.txt"), ("export",), ("serve", "--port", "0")):
        tells(demarche(*arguments, "--store", "copy"), "copy: the store cannot be opened")


@pytest.fixture
def writer(store_copy: Path) -> Iterator[Path]:
    """A store that another process holds for writing."""
    code = "import sys; from pathlib import Path; from kg.store import OxigraphStore; s = OxigraphStore.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, str(store_copy)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield store_copy


def test_a_store_in_use_by_another_writer_is_told(demarche: Run, writer: Path, article: Path) -> None:
    tells(demarche("ingest", "article.txt", "--store", str(writer)), "being written by another process")


def test_a_store_in_use_by_another_writer_can_be_asked(demarche: Run, writer: Path) -> None:
    assert demarche("query", "ASK { ?s ?p ?o }", "--store", str(writer)).stdout == "yes\n"


def test_a_full_disk_leaves_the_store_as_it_was(demarche: Run, store_copy: Path, tmp_path: Path) -> None:
    """As far as it can be simulated: no file may grow beyond a limit that the new statements break."""
    before = demarche("export", "--format", "nquads", "--store", "copy").stdout
    big = tmp_path / "big.nt"
    big.write_text("".join(f'<https://example.org/{i}> <https://example.org/p> "{"x" * 90}{i}" .\n' for i in range(40_000)))
    limit = 1_000_000
    done = demarche("load", "big.nt", "--store", "copy", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    tells(done, "copy: cannot be written, nothing was changed")
    assert demarche("export", "--format", "nquads", "--store", "copy").stdout == before


def test_a_port_in_use_is_told_before_any_work(demarche: Run, tmp_path: Path, store_made: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = f"cannot listen on 127.0.0.1, port {port}: Address already in use; choose another with --host or --port"
        tells(demarche("serve", "--port", port, "--store", str(store_made)), words)
        tells(demarche("demo", "--port", port), words)
    assert not (tmp_path / "demarche-store").exists()


def test_a_host_that_is_not_ours_is_told(demarche: Run, store_made: Path) -> None:
    tells(demarche("serve", "--host", "192.0.2.1", "--port", "0", "--store", str(store_made)), "cannot listen on 192.0.2.1")


# --- output -------------------------------------------------------------------------------------------

WRITERS: dict[str, Callable[[Path], list[str]]] = {
    "convert": lambda store: ["convert", "article.txt"],
    "export": lambda store: ["export", "--store", str(store)],
    "query": lambda store: ["query", "SELECT * { ?s ?p ?o }", "--store", str(store)],
}


@pytest.mark.parametrize("command", WRITERS)
def test_a_reader_that_leaves_ends_the_command_without_a_word(tmp_path: Path, article: Path, store_made: Path, command: str) -> None:
    out, into = os.pipe()
    os.close(out)
    done = subprocess.run(
        [*COMMAND, *WRITERS[command](store_made)], cwd=tmp_path, stdout=into, stderr=subprocess.PIPE, env=environment(), check=False
    )  # fmt: skip
    os.close(into)
    assert done.returncode == 141
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", WRITERS)
def test_output_that_cannot_be_written_is_told(tmp_path: Path, article: Path, store_made: Path, command: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, *WRITERS[command](store_made)], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def _listens_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell that runs the tests in the background has it ignored


def test_ctrl_c_is_an_end_without_a_traceback(tmp_path: Path) -> None:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([*COMMAND, "convert", "-"], cwd=tmp_path, env=environment(), preexec_fn=_listens_to_ctrl_c, **pipes) as process:
        assert process.stdin is not None
        process.stdin.write(TEXT.encode())
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not _waits_for_input(process.pid) and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"interrupted" in err
    assert b"Traceback" not in err


def _waits_for_input(pid: int) -> bool:
    """Whether the process has read what was sent and waits for more: its input pipe is empty and it sleeps in a read."""
    try:
        return Path(f"/proc/{pid}/syscall").read_text().split()[:2] in (["0", "0x0"], ["63", "0x0"])  # read, by machine
    except OSError:
        return False
