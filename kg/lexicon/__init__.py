"""Word lists of English that name no thing: ``kg/lexicon/en/*.toml``, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError

_FOLDER = Path(__file__).parent / "en"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists, by file and key."""

    _lists: Mapping[tuple[str, str], frozenset[str]]
    _tables: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> "Lexicon":
        """Reads every list; ``ResourceError`` for a file that is no TOML or holds something else."""
        lists: dict[tuple[str, str], frozenset[str]] = {}
        tables: dict[tuple[str, str], Mapping[str, str]] = {}
        for path in sorted(folder.glob("*.toml")):
            try:
                content = tomllib.loads(path.read_text("utf-8"))
            except (OSError, tomllib.TOMLDecodeError) as error:
                raise ResourceError(f"{path.name}: expected a TOML word list: {error}") from error
            for key, value in content.items():
                if isinstance(value, list):
                    lists[path.stem, key] = frozenset(map(str, value))
                elif isinstance(value, dict):
                    tables[path.stem, key] = {str(k): str(v) for k, v in value.items()}
                else:
                    raise ResourceError(f"{path.name}: expected a list or table under {key}, found {value!r}")
        return cls(lists, tables)

    def words(self, file: str, key: str) -> frozenset[str]:
        """A list as a set; ``ResourceError`` where there is none."""
        try:
            return self._lists[file, key]
        except KeyError:
            raise ResourceError(f"word list {key} not found in kg/lexicon/en/{file}.toml") from None

    def table(self, file: str, key: str) -> Mapping[str, str]:
        """A table of words; ``ResourceError`` where there is none."""
        try:
            return self._tables[file, key]
        except KeyError:
            raise ResourceError(f"word table {key} not found in kg/lexicon/en/{file}.toml") from None
