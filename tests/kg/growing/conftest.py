"""Invented entities in Wikidata's form, and a loopback server that stands for Wikidata."""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

Json = dict[str, Any]
CLASSES = {"Q3624078": ["Q6256"], "Q515": ["Q486972"], "Q294414": ["Q4164871"], "Q83307": ["Q294414"], "Q7330070": ["Q83307"]}


def fixtures() -> Path:
    """The recorded entities; a test that needs them is skipped without."""
    folder = Path(os.environ.get("DEMARCHE_SHARED", "/nowhere")) / "fixtures" / "wikidata"
    if not folder.is_dir():
        pytest.skip("DEMARCHE_SHARED names no folder with fixtures/wikidata")
    return folder


def snak(value: Any, prop: str = "P0") -> Json:
    """A snak: "Q30", a time as (time, precision), "somevalue", "novalue", or a plain text."""
    if value in ("somevalue", "novalue"):
        return {"snaktype": value, "property": prop}
    if isinstance(value, tuple):
        calendar = "http://www.wikidata.org/entity/" + (value[2] if len(value) > 2 else "Q1985727")
        told: Any = {"time": value[0], "precision": value[1], "calendarmodel": calendar}
    elif isinstance(value, int):
        told = {"amount": f"+{value}", "unit": "1"}
    elif value[:1] == "Q":
        told = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}
    else:
        told = value
    return {"snaktype": "value", "property": prop, "datavalue": {"value": told}}


def statement(value: Any, rank: str = "normal", id: str = "Q1$A", **qualifiers: Any) -> Json:
    """A statement with qualifiers by property."""
    told = {p: [snak(v, p)] for p, v in qualifiers.items()}
    return {"mainsnak": snak(value), "type": "statement", "rank": rank, "id": id, "qualifiers": told or []}


def entity(id: str, label: str | None, aliases: tuple[str, ...] = (), **claims: Any) -> Json:
    """An item; a claim is a statement, a list of them, or a bare value."""
    told = {}
    for prop, values in claims.items():
        several = values if isinstance(values, list) else [values]
        told[prop] = [v if isinstance(v, dict) else statement(v) for v in several]
    return {
        "type": "item", "id": id, "labels": {"en": {"language": "en", "value": label}} if label else [],
        "aliases": {"en": [{"language": "en", "value": a} for a in aliases]} if aliases else [], "claims": told or [],
    }  # fmt: skip


def day(text: str) -> tuple[str, int]:
    """2004-03-09, 2004-03 or 2004 as a time value."""
    full = f"+{text}-00-00"[:11] if len(text) < 10 else f"+{text}"
    return f"{full}T00:00:00Z", {4: 9, 7: 10, 10: 11}[len(text)]


def classes() -> list[Json]:
    """The classes above what the tests invent."""
    return [entity(item, f"class {item}", P279=list(above)) for item, above in CLASSES.items()]


def norland() -> list[Json]:
    """A state, its capital, its office of foreign minister and two people who held it, behind the classes."""
    return [
        *classes(),
        entity("Q1001", "Norland", ("Kingdom of Norland",), P31="Q3624078", P297="NX", P298="NXX", P36="Q1002"),
        entity("Q1002", "Nordhaven", P31="Q515", P1082=50_000, P1376="Q1001"),
        entity("Q1003", "Minister of Foreign Affairs of Norland", P31="Q294414", P279="Q7330070", P1001="Q1001"),
        entity("Q1004", "Jan Nord", P31="Q5", P21="Q6581097",
               P39=statement("Q1003", id="Q1004$OLD", P580=day("2015-03-01"), P582=day("2020-02-03"), P1366="Q1005")),
        entity("Q1005", "Eva Sund", P31="Q5", P21="Q6581072", P39=statement("Q1003", id="Q1005$NEW", P580=day("2020-02-03"))),
    ]  # fmt: skip


def lines(entities: list[Json]) -> bytes:
    """A dump."""
    return b"[\n" + b",\n".join(json.dumps(e).encode() for e in entities) + b"\n]\n"


class Wikidata:
    """A server on the loopback that answers wbgetentities; ``script`` answers first, one call for each request."""

    def __init__(self, entities: list[Json]) -> None:
        self.entities = {e["id"]: e for e in entities}
        self.redirects: dict[str, str] = {}
        self.requests: list[list[str]] = []
        self.agents: set[str] = set()
        self.at_once = self.most_at_once = 0
        self.gate: threading.Barrier | None = None
        self.script: list[tuple[int, dict[str, str], bytes]] = []
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/w/api.php"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        fields = parse_qs(urlsplit(request.path).query)
        ids = fields.get("ids", [""])[0].split("|")
        with self._lock:
            self.requests.append(ids)
            self.agents.add(request.headers["User-Agent"])
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            scripted = self.script.pop(0) if self.script else None
        if self.gate is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.gate.wait(timeout=20)
        status, headers, body = scripted or (200, {}, json.dumps({"entities": {i: self._told(i) for i in ids}, "success": 1}).encode())
        with self._lock:
            self.at_once -= 1
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _told(self, id: str) -> Json:
        goal = self.redirects.get(id, id)
        if goal not in self.entities:
            return {"id": id, "missing": ""}
        more = {"lastrevid": 4711} | ({"redirects": {"from": id, "to": goal}} if goal != id else {})
        return self.entities[goal] | more


@pytest.fixture
def wikidata() -> Iterator[Callable[[list[Json]], Wikidata]]:
    """Starts such servers."""
    started: list[Wikidata] = []

    def start(entities: list[Json]) -> Wikidata:
        one = Wikidata(entities)
        threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        started.append(one)
        return one

    yield start
    for one in started:
        one.server.shutdown()
        one.server.server_close()
