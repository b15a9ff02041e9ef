"""A server over an empty plain store, and the requests that tests make to it."""

import http.client
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from manifests import path_of, quads_of

TOKEN = "for-tests-only"
ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Any
    content: bytes

    @property
    def kind(self) -> str:
        return str(self.headers.get("Content-Type", "")).split(";")[0]


class Endpoint:
    """One connection to the server; remembers what it has loaded."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._loaded = ""

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        """One request as it stands, with no header beyond those given but the token's."""
        if method not in ("GET", "HEAD") and not path.startswith("/sparql"):
            self._loaded = ""
        for last in (False, True):
            try:
                self._connection.putrequest(method, path, skip_accept_encoding=True)
                for name, value in (("Authorization", f"Bearer {TOKEN}"), *headers):
                    self._connection.putheader(name, value)
                if body is not None or method in ("POST", "PUT"):
                    self._connection.putheader("Content-Length", str(len(body or b"")))
                self._connection.endheaders(body)
                response = self._connection.getresponse()
                return Answer(response.status, response.headers, response.read())
            except (http.client.RemoteDisconnected, ConnectionError):
                self._connection.close()  # an idle connection that the server has closed
                if last:
                    raise
        raise AssertionError("the last try returns or raises")

    def query(self, text: str, accept: str) -> Answer:
        return self.ask("POST", "/sparql", text.encode(), [("Content-Type", "application/sparql-query"), ("Accept", accept)])

    def update(self, text: str) -> Answer:
        return self.ask("POST", "/update", text.encode(), [("Content-Type", "application/sparql-update")])

    def load(self, default: Iterable[str], named: Iterable[tuple[str, str]]) -> None:
        """Has the store hold these files and no others; ``named`` are graphs and files."""
        parts = ["DROP ALL"]
        for graph, file in [("", f) for f in default] + list(named):
            parts += [f"CREATE SILENT GRAPH <{graph}>"] if graph else []
            for q in quads_of(path_of(file)):
                target = f"<{graph}>" if graph else "" if q.graph_name == ox.DefaultGraph() else str(q.graph_name)
                line = f"{q.triple} ."
                parts.append(f"GRAPH {target} {{ {line} }}" if target else line)
        creations = [p for p in parts[1:] if p.startswith("CREATE")]
        data = "\n".join(p for p in parts[1:] if not p.startswith("CREATE"))
        text = " ;\n".join(["DROP ALL", *creations, f"INSERT DATA {{ {data} }}"])
        if text != self._loaded:
            answer = self.update(text)
            assert answer.status == 204, answer.content
            self._loaded = text

    def statements(self) -> list[ox.Quad]:
        """All that the store holds."""
        answer = self.query(ALL, "application/sparql-results+json")
        assert answer.status == 200, answer.content
        rows: Any = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
        return [ox.Quad(r["s"], r["p"], r["o"], r["g"] or ox.DefaultGraph()) for r in rows]


def parameters(**pairs: str) -> str:
    return urlencode(pairs, quote_via=quote)
