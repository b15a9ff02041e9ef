"""The package as its image and its service install it, and a place that another user can read."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SITE = Path(pytest.__file__).parents[1]  # the tests' own libraries stand in for what pip would fetch
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def clean(**more: str) -> dict[str, str]:
    """Variables of a run: none of the user's own, libraries from the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DEMARCHE_", "PIP_", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(SITE), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}", **more}


def ran(command: list[str] | str, **more: object) -> "subprocess.CompletedProcess[str]":
    """A command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, shell=isinstance(command, str), check=False, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done  # type: ignore[no-any-return]


def instructions(text: str) -> list[tuple[str, str]]:
    """Name and rest of each instruction of a Dockerfile, its lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in joined.splitlines() if line.strip()]


def sections(text: str) -> list[tuple[str, str, str]]:
    """Section, key and value of each line of a systemd unit."""
    found, section = [], ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            found.append((section, key, value))
    return found


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder that every user can read."""
    folder = Path(tempfile.mkdtemp(prefix="demarche-deploy-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installed(place: Path) -> Path:
    """What the image's first stage makes, by its own command: the folder that stands for /."""
    source, root = place / "src", place / "root"
    source.mkdir()
    wanted = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    for name in wanted:
        copied = (ROOT / name).is_dir() and shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "gazetteer.db*"))
        if not copied:
            shutil.copy(ROOT / name, source / name)
    (root / "opt").mkdir(parents=True)
    (root / "var" / "lib").mkdir(parents=True)
    commands = [rest for name, rest in instructions((DEPLOY / "Dockerfile").read_text()) if name == "RUN"]
    assert len(commands) == 1
    if os.geteuid() != 0:  # only root gives folders away
        commands = [c.replace("-o 10001 -g 10001 ", "") for c in commands]
    ran(commands[0].replace("/opt/", f"{root}/opt/").replace("/var/", f"{root}/var/"), cwd=source, env=clean(**OFFLINE))
    return root


@pytest.fixture(scope="session")
def store(installed: Path) -> Path:
    """A store with the seed article where the image and the service have theirs, made by the installed command."""
    folder = installed / "var" / "lib" / "demarche" / "store"
    article = next((ROOT / "seeds" / "articles").glob("*.txt"))
    ran([str(installed / "opt" / "demarche" / "bin" / "demarche"), "ingest", str(article), "--store", str(folder)], env=clean(), cwd=installed)
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, 10001, 10001)
    return folder
