"""Fills in the article texts that the annotated articles only point at.

``python -m scripts.fill_gold --articles FOLDER --out FOLDER [--set NAME] [--as-converted]``

``evaluation/gold/*.json`` holds facts and offsets, no sentence of an article. A scorer that compares
sentences and quotes needs both, so this writes, outside the repository, the same records with
``sentence``, ``quote`` and ``aliases_in_text`` cut out of the articles. With ``--as-converted`` it
writes the same records as the converter would tell them: to score the gold against itself, or one
annotation against another. Exit status 2 when a text is missing, is another version than the one
that was annotated, or an offset does not lie in it.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent.parent / "evaluation" / "gold"
SETS = ("development-2", "development-3", "development-4", "development-5", "held-out")

Record = dict[str, Any]


class GoldError(ValueError):
    """An annotated article and its text do not fit together."""


def piece(text: str, span: Record, where: str) -> str:
    """The words between ``start`` and ``end``.

    Raises:
        GoldError: the span is empty, lies outside the text, cuts a word, or begins or ends with white space.
    """
    start, end = int(span["start"]), int(span["end"])
    if not 0 <= start < end <= len(text):
        raise GoldError(f"{where}: expected a span within 0 and {len(text)}, found [{start}, {end})")
    words = text[start:end]
    if words != words.strip():
        raise GoldError(f"{where}: [{start}, {end}) begins or ends with white space")
    if re.match(r"\w\B", text[start - 1 : start + 1]) or re.match(r"\w\B", text[end - 1 : end + 1]):
        raise GoldError(f"{where}: [{start}, {end}) cuts a word")
    return words


def read_text(gold: Record, articles: Path) -> str:
    """The article that was annotated.

    Raises:
        GoldError: there is no such file, or its text is not the one that the offsets were made for.
    """
    path = articles / str(gold["doc"])
    if not path.is_file():
        raise GoldError(f"{gold['doc']}: expected the article in {articles}, found no such file")
    text = path.read_text("utf-8")
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != gold["text"]["sha256"]:
        raise GoldError(
            f"{gold['doc']}: expected the text with SHA-256 {gold['text']['sha256']} "
            f"({gold['text']['length']} characters), found {found} ({len(text)} characters)"
        )
    return text


def names(gold: Record, text: str) -> list[Record]:
    """The entities with the names that the text calls them by."""
    return [
        {
            "name": entity["name"],
            "kind": entity["kind"],
            "aliases_in_text": list(
                dict.fromkeys(piece(text, m, f"{gold['doc']} {entity['name']}") for m in entity["mentions"])
            ),
        }
        for entity in gold["entities"]
    ]


def filled(gold: Record, text: str) -> Record:
    """The annotation with the sentences and quotes of its acts; the first evidence is the fullest sentence."""
    acts = []
    for act in gold["acts"]:
        where = f"{gold['doc']} {act['id']}"
        sentences = [piece(text, span, where) for span in act["evidence"]]
        quote = piece(text, act["quote"], where) if act["quote"] else None
        acts.append({**act, "sentence": sentences[0], "quote": quote})
    return {**gold, "entities": names(gold, text), "acts": acts}


def as_converted(gold: Record, text: str) -> Record:
    """The annotation in the form of ``demarche convert --format json``."""
    acts = [
        {
            "type": act["type"],
            "factuality": act["factuality"],
            "participants": [{"label": p["name"], "as": p["as"]} for p in act["participants"]],
            "date": {"start": act["date"].split("/")[0], "end": act["date"].split("/")[-1], "inferred": False}
            if act["date"]
            else None,
            "place": {"label": act["place"]} if act["place"] else None,
            "quotes": [{"text": piece(text, act["quote"], act["id"]), **act["quote"]}] if act["quote"] else [],
            "evidence": act["evidence"],
        }
        for act in gold["acts"]
    ]
    entities = [{"label": e["name"], "kind": e["kind"]} for e in gold["entities"]]
    return {"article": {"body": text}, "entities": entities, "roles": gold["roles"], "acts": acts}


def fill(gold_folder: Path, articles: Path, out: Path, wanted: str | None = None, converted: bool = False) -> int:
    """Writes the annotated articles, of one set or all; gives back how many.

    Raises:
        GoldError: see `read_text` and `piece`; nothing is written then.
    """
    done: dict[str, Record] = {}
    for path in sorted(gold_folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if wanted and gold["set"] != wanted:
            continue
        text = read_text(gold, articles)
        complete = filled(gold, text)
        done[path.name] = as_converted(gold, text) if converted else complete
    if not done:
        raise GoldError(f"{gold_folder}: expected annotated articles (*.json){' of ' + wanted if wanted else ''}, found none")
    out.mkdir(parents=True, exist_ok=True)
    for name, record in done.items():
        (out / name).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(done)


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Write the annotated articles with their texts.")
    parser.add_argument("--gold", type=Path, default=GOLD, help="annotated articles, evaluation/gold by default")
    parser.add_argument("--articles", type=Path, required=True, help="folder of the article texts")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to, outside the repository")
    parser.add_argument("--set", choices=SETS, help="only this set; all by default")
    parser.add_argument("--as-converted", action="store_true", help="in the form of the converter's JSON")
    options = parser.parse_args(arguments)
    try:
        count = fill(options.gold, options.articles, options.out, options.set, options.as_converted)
    except GoldError as error:
        print(f"fill_gold: {error}", file=sys.stderr)
        return 2
    print(f"{count} articles written to {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
