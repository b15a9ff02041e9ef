"""The systemd unit: verified by systemd where it is installed, and its command run as confined as it would be there."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from .conftest import DEPLOY, clean, ran, sections

TEXT = (DEPLOY / "demarche.service").read_text("utf-8")
LINES = sections(TEXT)
SERVICE: dict[str, list[str]] = defaultdict(list)
for _, key, value in LINES:
    SERVICE[key].append(value)
SETTINGS = tomllib.loads((DEPLOY / "demarche.toml").read_text("utf-8"))
EXPOSURE = 15  # tenths, by systemd-analyze security: 0 is closed, 100 open
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")


@pytest.fixture(scope="module")
def unit(installed: Path, place: Path) -> Path:
    """The unit with the installed command in the place of /opt."""
    path = place / "demarche.service"
    path.write_text(TEXT.replace("ExecStart=/opt/", f"ExecStart={installed}/opt/"))
    return path


@needs_systemd
def test_systemd_finds_nothing_wrong(unit: Path) -> None:
    done = ran(["systemd-analyze", "verify", "--man=no", str(unit)])
    assert "demarche" not in done.stdout + done.stderr


@needs_systemd
def test_systemd_calls_it_closed(unit: Path) -> None:
    ran(["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={EXPOSURE}", str(unit)])


def test_the_unit_says_what_it_says_once_and_stops_in_time() -> None:
    assert [key for key, values in SERVICE.items() if len(values) > 1 and key != "SystemCallFilter"] == []
    assert int(SERVICE["TimeoutStopSec"][0]) > SETTINGS["grace"]
    assert SERVICE["StateDirectory"] == ["demarche"]
    assert Path(SETTINGS["store"]).parent == Path("/var/lib") / SERVICE["StateDirectory"][0]
    assert SERVICE["OOMPolicy"] == ["continue"], "query processes are killed when they take too much: that must not stop the service"
    processes = SETTINGS["workers"] + 3 * SETTINGS["long_queries"] + 3
    assert int(SERVICE["TasksMax"][0]) > 8 * processes


def confinement(place: Path, writable: Path) -> list[str]:
    """What comes before the command: the root read-only but for the state folder, another user, no privileges, few system calls."""
    calls: set[str] = set()
    for line in SERVICE["SystemCallFilter"]:
        named = expanded(line.removeprefix("~"))
        calls = calls - named if line.startswith("~") else calls | named
    script = shutil.copy(Path(__file__).parent / "confined.py", place / "confined.py")
    mounts = f"{shown(Path(sys.base_prefix), place)}mount --bind {writable} {writable}; mount -o remount,bind,ro /; mount -t proc proc /proc; exec \"$@\""
    return [
        "unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-ec", mounts, "sh",
        "setpriv", "--reuid=10001", "--regid=10001", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all",
        sys.executable, str(script), ",".join(SERVICE["RestrictAddressFamilies"][0].split()), ",".join(sorted(calls)),
    ]  # fmt: skip


def shown(folder: Path, place: Path) -> str:
    """Mounts that let another user see a folder (where Python is installed) below one that is closed to others; nothing else of that one."""
    closed = next((p for p in reversed(folder.parents) if not p.stat().st_mode & 0o001), None)
    if closed is None:
        return ""
    kept = place / "python"
    return f"mkdir -p {kept}; mount --bind {folder} {kept}; mount -t tmpfs -o mode=755 none {closed}; mkdir -p {folder}; mount --bind {kept} {folder}; "


def expanded(names: str) -> set[str]:
    """The system calls of a list of names and sets."""
    found: set[str] = set()
    for name in names.split():
        if name.startswith("@"):
            lines = ran(["systemd-analyze", "syscall-filter", "--no-pager", name]).stdout.splitlines()[1:]
            found |= expanded(" ".join(line.strip() for line in lines if not line.strip().startswith("#")))
        else:
            found.add(name)
    return found


def confinable() -> str | None:
    """Why the confinement cannot be made here, None where it can."""
    needed = ("unshare", "setpriv", "systemd-analyze")
    if os.geteuid() != 0 or not all(map(shutil.which, needed)):
        return f"needs root and {', '.join(needed)}"
    probe = "import ctypes, ctypes.util; assert ctypes.util.find_library('seccomp'); assert ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0"
    tries = (["unshare", "--mount", "--propagation", "private", "mount", "-o", "remount,bind,ro", "/"], [sys.executable, "-c", probe])
    return next((f"{t[0]} is not allowed, or cannot do it, here" for t in tries if subprocess.run(t, capture_output=True, check=False).returncode), None)


def asked(port: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


PROBE = """
import errno, mmap, os, pathlib, socket, sys
def fails(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0
pathlib.Path(sys.argv[1], "probe").touch()
pathlib.Path(sys.argv[1], "probe").unlink()
print(fails(pathlib.Path("/tmp/probe").touch) == errno.EROFS, fails(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)) == errno.EPERM,
    fails(lambda: os.chroot("/")) == errno.EPERM, fails(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)) == errno.EACCES,
    os.getuid() == 10001, fails(socket.socket().close))
"""


def test_the_confinement_confines(store: Path, place: Path) -> None:
    reason = confinable()
    if reason:
        pytest.skip(reason)
    said = ran([*confinement(place, store.parent), sys.executable, "-c", PROBE, str(store.parent)]).stdout
    assert said.split() == ["True"] * 5 + ["0"]


def test_the_command_serves_writes_and_stops_as_confined_as_the_unit_has_it(installed: Path, store: Path, place: Path) -> None:
    """ExecStart as it stands, with the paths of the installation: answers, a runaway query, an update, an end with status 0."""
    reason = confinable()
    if reason:
        pytest.skip(reason)
    file = place / "demarche.toml"
    file.write_text((DEPLOY / "demarche.toml").read_text("utf-8").replace("/var/lib/demarche", str(store.parent)).replace("port = 8094", "port = 0"))
    (command,) = SERVICE["ExecStart"]
    command = command.replace("/opt/", f"{installed}/opt/").replace("/etc/demarche/demarche.toml", str(file))
    environment = clean(DEMARCHE_UPDATE_TOKEN="for-tests-only", DEMARCHE_DEADLINE="2", PYTHONDONTWRITEBYTECODE="1")
    whole = [*confinement(place, store.parent), *command.split()]
    with subprocess.Popen(whole, env=environment, cwd=store.parent, stderr=subprocess.PIPE, text=True) as process:
        try:
            said: list[str] = []
            assert process.stderr is not None
            port = ""
            for line in process.stderr:
                said.append(line)
                if line.startswith("http://"):
                    port = line.rpartition(":")[2].strip("/\n")
                    break
            assert port, said
            check_answers(port)
        finally:
            inner = children(process.pid)
            for number in inner:
                os.kill(number, signal.SIGTERM)
            status = process.wait(30)
        rest = process.stderr.read()
    assert status == 0, rest
    assert "PermissionError" not in rest
    assert "Operation not permitted" not in rest
    assert "no way to keep queries from the network" not in rest


def check_answers(port: str) -> None:
    assert asked(port, "GET", "/healthz")[0] == 200
    assert b"demarche_processes" in asked(port, "GET", "/metrics")[1]
    assert asked(port, "GET", "/", Accept="text/html")[0] == 200
    runaway = "query=SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert asked(port, "POST", "/sparql", runaway, Content_Type="application/x-www-form-urlencoded")[0] == 504
    update = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }"
    told: dict[str, Any] = {"Content_Type": "application/sparql-update", "Authorization": "Bearer for-tests-only"}
    assert asked(port, "POST", "/update", update, **told)[0] == 204
    until = time.monotonic() + 10
    while b"true" not in asked(port, "POST", "/sparql", "ASK { GRAPH <urn:g> { ?s ?p ?o } }", Content_Type="application/sparql-query")[1]:
        assert time.monotonic() < until


def children(process: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
