"""Tests marked ``java`` run HermiT; without Java they are skipped and say so."""

import shutil

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("java") and shutil.which("java") is None:
        pytest.skip("no Java on the PATH: HermiT cannot run")
