"""Treebanks and entity files in, training sentences out.

Reads CoNLL-U and IOB2, joins the entity layer of the English Web Treebank to its trees by sentence
and characters, and learns the edit scripts that turn a form into its lemma. Label differences
between the treebanks are levelled in ``_DEPREL``.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

_PUD: Final = re.compile(r"[nw]\d{8}")
ENTITY_TYPES: Final = ("PER", "LOC", "ORG", "OTH")
UNSURE: Final = "?"  # the tag of a word of which a layer of names does not tell
GUM_GENRES: Final = ("news", "interview", "bio", "voyage", "academic", "court", "textbook", "speech")
PUD_TIMES: Final = 3  # how often PUD, the nearest to diplomatic news, is read in an epoch
PUD_FIRST_HELD_OUT: Final = "n01121032"
_DEPREL: Final = {"obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked", "nmod:npmod": "nmod:unmarked",
                  "nmod:tmod": "nmod:unmarked", "nmod:desc": "compound", "flat:foreign": "flat",
                  "flat:name": "flat"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One sentence; ``heads`` is None without a tree, ``entities`` is None without that layer."""

    id: str
    words: tuple[str, ...]
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None  # index of the head, -1 for the root
    deprels: tuple[str, ...] | None = None
    entities: tuple[str, ...] | None = None  # BIO, or UNSURE
    knows_other: bool = True  # whether OTH is annotated
    mentions: tuple[tuple[int, int, str], ...] = ()  # first word, word behind the last, type; of GUM


def read_conllu(path: Path) -> Iterator[Example]:
    """The trees of a CoNLL-U file, plain or gzip; ranges and empty nodes are left out."""
    rows: list[list[str]] = []
    name = ""
    for line in _lines(path):
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            yield _tree(name, rows)
            rows = []


def read_iob2(path: Path, *, knows_other: bool) -> Iterator[Example]:
    """The sentences of an entity file; MISC counts as OTH."""
    words: list[str] = []
    tags: list[str] = []
    name = ""
    for line in [*_lines(path), ""]:
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif not line:
            if words:
                yield Example(id=name, words=tuple(words), entities=tuple(tags), knows_other=knows_other)
            words, tags = [], []
        elif not line.startswith("# "):
            cells = line.split("\t")
            words.append(cells[1])
            tags.append(cells[2].replace("MISC", "OTH"))


def with_entities(trees: Iterator[Example], entities: Iterator[Example]) -> Iterator[Example]:
    """The trees with the entity layer of the same sentence, joined by character where words differ."""
    layer = {example.id: example for example in entities}
    for tree in trees:
        other = layer.get(tree.id)
        tags = _transfer(tree.words, other) if other else None
        yield tree if tags is None or other is None else replace(tree, entities=tags, knows_other=other.knows_other)


def lemma_script(form: str, lemma: str) -> str:
    """How to get from the lower-cased form to the lemma: "2|y" cuts two letters and adds "y"."""
    source, target = form.lower(), lemma.lower()
    common = 0
    while common < min(len(source), len(target)) and source[common] == target[common]:
        common += 1
    if common == 0 and len(target) > 1:
        return "=" + target
    return f"{len(source) - common}|{target[common:]}"


def training_set(treebanks: Path) -> list[Example]:
    """EWT train, GUM train of the open genres, PUD without its last 200 news sentences, Wikigold."""
    ner = treebanks / "ner"
    ewt = with_entities(
        read_conllu(treebanks / "ewt-train.conllu.gz"),
        read_iob2(ner / "uner-ewt-train.iob2", knows_other=True),
    )
    gum = (e for e in read_conllu(treebanks / "gum-train.conllu.gz") if e.id.split("_")[1] in GUM_GENRES)
    pud = (e for e in pud_with_entities(treebanks) if not held_out(e))
    wikigold = read_iob2(ner / "wikigold.iob2", knows_other=True)
    return [*ewt, *gum, *pud, *wikigold]


def pud_with_entities(treebanks: Path) -> Iterator[Example]:
    """All of PUD with its entity layer, in which nationalities are not marked.

    The layer names sentences otherwise than the trees do, so the two are joined by their characters.
    """
    trees = list(read_conllu(treebanks / "pud.conllu"))
    names = {"".join(tree.words): tree.id for tree in trees}
    layer = read_iob2(treebanks / "ner" / "uner-pud.iob2", knows_other=False)
    renamed = (replace(e, id=names.get("".join(e.words), e.id)) for e in layer)
    yield from with_entities(iter(trees), renamed)


def held_out(example: Example) -> bool:
    """Whether a PUD sentence belongs to the 200 news sentences kept for measuring."""
    return example.id.startswith("n") and example.id >= PUD_FIRST_HELD_OUT


def weighted(examples: list[Example]) -> list[Example]:
    """The sentences as often as they are read in an epoch."""
    return [e for e in examples for _ in range(times(e))]


def times(example: Example) -> int:
    """How often a sentence is read in an epoch."""
    return PUD_TIMES if _PUD.fullmatch(example.id) else 1


def label_sets(examples: list[Example]) -> dict[str, list[str]]:
    """The labels of each head; rare lemma scripts (seen once) are left out."""
    scripts = Counter(
        lemma_script(w, lemma) for e in examples if e.lemmas for w, lemma in zip(e.words, e.lemmas, strict=True)
    )
    return {
        "upos": sorted({t for e in examples for t in e.upos or ()}),
        "xpos": sorted({t for e in examples for t in e.xpos or ()}),
        "deprel": sorted({t for e in examples for t in e.deprels or ()}),
        "lemma": [s for s, n in scripts.most_common() if n > 1],
        "entity": ["O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI")],
    }


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as f:
        for line in f:
            yield line.rstrip("\n")


def _tree(name: str, rows: list[list[str]]) -> Example:
    return Example(
        id=name,
        words=tuple(r[1] for r in rows),
        upos=tuple(r[3] for r in rows),
        xpos=tuple(r[4] for r in rows),
        lemmas=tuple(r[2] for r in rows),
        heads=tuple(int(r[6]) - 1 for r in rows),
        deprels=tuple(_DEPREL.get(r[7], r[7]) for r in rows),
        mentions=tuple(_mentions([r[9] for r in rows])),
    )


def _mentions(columns: list[str]) -> Iterator[tuple[int, int, str]]:
    """The ``Entity=`` brackets of the last column: "(7-person-new" opens, "7)" closes."""
    begun: dict[str, list[tuple[int, str]]] = {}
    for i, column in enumerate(columns):
        layer = re.search(r"(?<![^|])Entity=([^|]*)", column)
        for bracket in re.findall(r"\([^()]+\)?|[^()]+\)", layer[1]) if layer else ():
            number, *rest = bracket.strip("()").split("-")
            if bracket[0] == "(":
                begun.setdefault(number, []).append((i, rest[0]))
            if bracket[-1] == ")" and begun.get(number):
                yield begun[number][-1][0], i + 1, begun[number].pop()[1]


def _transfer(words: tuple[str, ...], other: Example) -> tuple[str, ...] | None:
    if "".join(words) != "".join(other.words):
        return None
    if words == other.words:
        return other.entities
    by_character = [(t, i == 0) for w, t in zip(other.words, other.entities or (), strict=True) for i in range(len(w))]
    tags: list[str] = []
    at = 0
    for word in words:
        tag, starts = by_character[at]
        goes_on = tag.startswith("I") or (tag.startswith("B") and not starts)
        begun = bool(tags) and tags[-1][1:] == tag[1:]
        tags.append(("I" if goes_on and begun else "B") + tag[1:] if tag != "O" else tag)
        at += len(word)
    return tuple(tags)
