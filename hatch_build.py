"""Hatchling's hook: the index of the gazetteer is compiled when the package is built."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``kg/compiled/gazetteer.db`` from ``seeds/``; a wheel takes it along as an artifact."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before the files are gathered; a source archive holds the seeds only."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from kg.gazetteer.packaged import up_to_date

        build_data["artifacts"].append(str(up_to_date().relative_to(Path(self.root))))
