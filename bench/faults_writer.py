"""Loads RDF files into a store through the command's own store, without ontology and seeds: STORE FILE ..."""

import sys
from pathlib import Path

from kg.store import OxigraphStore


def main() -> None:
    """Acknowledges each file when it is stored, as ``demarche load`` does."""
    folder, *files = map(Path, sys.argv[1:])
    store = OxigraphStore.open(folder)
    for number, path in enumerate(files, 1):
        print(f"[{number}/{len(files)}] {path}: {store.load_file(path)} statements", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
