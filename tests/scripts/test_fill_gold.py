"""Annotated articles hold offsets only; their texts are filled in when one measures."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from scripts.fill_gold import GOLD, SETS, GoldError, fill, main

TEXT = "Norland thanks Sudria\n\nThe Norlandic president called Ostia's claim “baseless” on Friday. Sudria agreed.\n"
SENTENCE = "The Norlandic president called Ostia's claim “baseless” on Friday."


def span(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    gold, articles = tmp_path / "gold", tmp_path / "articles"
    gold.mkdir()
    articles.mkdir()
    (articles / "norland.txt").write_text(TEXT, "utf-8")
    record = {
        "doc": "norland.txt", "date": "2031-03-07", "set": "held-out",
        "text": {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "length": len(TEXT)},
        "entities": [{"name": "Norland", "kind": "state", "mentions": [span("Norland"), span("Norlandic")]}],
        "roles": [],
        "acts": [{"id": "a1", "type": "Rejection", "factuality": "asserted", "participants": [{"name": "Norland", "as": "agent"}],
                  "date": "2031-03-07", "place": None, "topics": [], "quote": span("baseless"), "evidence": [span(SENTENCE)]}],
    }  # fmt: skip
    (gold / "norland.json").write_text(json.dumps(record), "utf-8")
    return gold, articles, tmp_path / "out"


def change(gold: Path, act: dict[str, object]) -> None:
    record = json.loads((gold / "norland.json").read_text("utf-8"))
    record["acts"][0].update(act)
    (gold / "norland.json").write_text(json.dumps(record), "utf-8")


def test_sentences_quotes_and_names_are_cut_out_of_the_article(folders):
    gold, articles, out = folders
    assert fill(gold, articles, out) == 1
    record = json.loads((out / "norland.json").read_text("utf-8"))
    assert (record["acts"][0]["sentence"], record["acts"][0]["quote"]) == (SENTENCE, "baseless")
    assert record["entities"][0]["aliases_in_text"] == ["Norland", "Norlandic"]


def test_the_converters_form_keeps_offsets_and_dates(folders):
    gold, articles, out = folders
    fill(gold, articles, out, converted=True)
    act = json.loads((out / "norland.json").read_text("utf-8"))["acts"][0]
    assert act["evidence"] == [span(SENTENCE)]
    assert act["date"] == {"start": "2031-03-07", "end": "2031-03-07", "inferred": False}
    assert act["quotes"] == [{"text": "baseless", **span("baseless")}]


def test_only_the_set_asked_for_is_written(folders):
    gold, articles, out = folders
    with pytest.raises(GoldError, match="of development-2, found none"):
        fill(gold, articles, out, "development-2")
    assert fill(gold, articles, out, "held-out") == 1


def test_an_offset_outside_the_text_is_refused_and_nothing_is_written(folders):
    gold, articles, out = folders
    change(gold, {"evidence": [{"start": 5, "end": len(TEXT) + 1}]})
    with pytest.raises(GoldError, match=r"norland.txt a1: expected a span within 0 and \d+, found \[5, "):
        fill(gold, articles, out, converted=True)
    assert not out.exists()


@pytest.mark.parametrize(("start", "end", "fault"), [(3, 14, "cuts a word"), (0, 3, "cuts a word"), (7, 14, "white space")])
def test_a_span_that_does_not_follow_the_words_is_refused(folders, start, end, fault):
    gold, articles, out = folders
    change(gold, {"evidence": [{"start": start, "end": end}]})
    with pytest.raises(GoldError, match=fault):
        fill(gold, articles, out)


def test_another_version_of_the_text_is_refused(folders, capsys):
    gold, articles, out = folders
    (articles / "norland.txt").write_text(TEXT + " ", "utf-8")
    assert main(["--gold", str(gold), "--articles", str(articles), "--out", str(out)]) == 2
    assert "expected the text with SHA-256" in capsys.readouterr().err


def test_a_missing_article_is_named(folders, capsys):
    gold, articles, out = folders
    (articles / "norland.txt").unlink()
    assert main(["--gold", str(gold), "--articles", str(articles), "--out", str(out)]) == 2
    assert "norland.txt: expected the article in" in capsys.readouterr().err


def test_every_participant_place_and_office_of_our_annotation_is_an_entity_or_a_place_of_entities():
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        known = {e["name"] for e in gold["entities"]}
        for act in gold["acts"]:
            assert {p["name"] for p in act["participants"]} <= known, (path.name, act["id"])
            assert set((act["place"] or "").split(" and ")) - {""} <= known, (path.name, act["id"])
        assert {x for r in gold["roles"] for x in (r["person"], r["of"])} <= known, path.name


def test_our_annotation_lies_within_the_articles(tmp_path):
    shared = os.environ.get("DEMARCHE_SHARED")
    articles = Path(shared or "", "eval", "articles")
    if not shared or not articles.is_dir():
        pytest.skip("needs DEMARCHE_SHARED, the folder that holds eval/articles")
    assert fill(GOLD, articles, tmp_path / "out") == len(list(GOLD.glob("*.json")))


def test_every_annotated_article_belongs_to_a_set_that_can_be_asked_for_and_that_make_evaluate_measures():
    assert {json.loads(path.read_text("utf-8"))["set"] for path in GOLD.glob("*.json")} == set(SETS)
    makefile = (GOLD.parent.parent / "Makefile").read_text("utf-8")
    assert f"for set in {' '.join(SETS)};" in makefile
