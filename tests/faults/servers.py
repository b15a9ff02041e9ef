"""Servers to do harm to."""

import http.client
import json
import subprocess
import urllib.parse
from pathlib import Path

from bench.processes import environment

from .conftest import COMMAND

TOKEN = "only-for-this-test"


def start(*arguments: str, **more: str) -> "subprocess.Popen[str]":
    """The command at work, what it tells on stderr in a pipe."""
    return subprocess.Popen([*COMMAND, *arguments], env=environment(**more), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def insert_into(graph: str, number: int = 100) -> str:
    """An update that writes so many statements to a graph."""
    return f"INSERT DATA {{ GRAPH <urn:{graph}> {{ {' '.join(f'<urn:{graph}> <urn:told> {i} .' for i in range(number))} }} }}"


class Server:
    """A server of one's own over a store."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = start("serve", "--store", str(folder), "--port", "0", "--log", "none", *options, DEMARCHE_UPDATE_TOKEN=TOKEN)
        assert self.process.stderr is not None
        line = next((x for x in self.process.stderr if x.startswith("http://")), "")
        assert line, "the server did not start"
        host, _, port = line.strip().removeprefix("http://").strip("/").partition(":")
        self.address = host, int(port)

    def ask(self, query: str) -> tuple[int, dict[str, str], bytes]:
        return self._request("GET", f"/sparql?{urllib.parse.urlencode({'query': query})}", None, {"Accept": "application/sparql-results+json"})

    def update(self, text: str) -> int:
        return self.told_update(text)[0]

    def told_update(self, text: str) -> tuple[int, str]:
        """Status, and the words of an answer that has some."""
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
        status, _, content = self._request("POST", "/update", text, headers)
        return status, json.loads(content)["error"] if content else ""

    def _request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        assert self.process.stderr is not None
        self.process.stderr.close()
