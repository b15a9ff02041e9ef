import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kg.exchange import article_json
from kg.exchange.article_json import to_json, to_object
from kg.model import Conversion
from kg.pipeline import convert
from kg.reading import read_article
from kg.resources import Resources

SCHEMA = json.loads(Path(article_json.__file__).with_name("article.schema.json").read_text("utf-8"))
TEXTS = {
    "a meeting": "Norland's President Olav Berg met Sudria's Foreign Minister Ana Silva in Ostburg on Monday.",
    "a quotation": 'Norland "welcomes the truce", its Foreign Ministry said on Tuesday.',
    "a claim and an estimate": "Norland claims the Sand Islands. More than 4,000 Ostians were displaced by the war of 2019.",
    "no act": "The weather in Norgrad was fine, and the harbour was full of boats.",
}


def problems(found: object) -> list[str]:
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(found)]


def spans(value: object) -> list[tuple[int, int]]:
    if isinstance(value, dict):
        own = [(value["start"], value["end"])] if isinstance(value.get("start"), int) else []
        return own + [s for inner in value.values() for s in spans(inner)]
    return [s for inner in value for s in spans(inner)] if isinstance(value, list) else []


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_article_as_json_fits_its_schema(converted: Callable[..., Conversion], resources: Resources, text: str) -> None:
    found = json.loads(to_json(converted(text), resources.catalogue))
    assert problems(found) == []
    assert all(0 <= start < end <= len(text) for start, end in spans(found))


def test_the_seed_article_as_json_fits_its_schema(seed: Conversion, resources: Resources) -> None:
    found = to_object(seed, resources.catalogue)
    assert problems(found) == []
    assert len(found["acts"]) > 5
    for act in found["acts"]:
        for quote in act["quotes"]:
            assert quote["text"] == found["article"]["body"][quote["start"] : quote["end"]]


def test_a_fault_does_not_fit_the_schema(seed: Conversion, resources: Resources) -> None:
    found = to_object(seed, resources.catalogue)
    found["acts"][0]["factuality"] = "perhaps"
    del found["article"]["body"]
    assert len(problems(found)) == 2


def test_real_articles_as_json_fit_the_schema(shared: Path, resources: Resources) -> None:
    for path in sorted((shared / "eval" / "articles").glob("*.txt"))[::8]:
        found = to_object(convert(read_article(path), resources), resources.catalogue)
        assert problems(found) == [], path.name
        assert all(0 <= start < end <= len(found["article"]["body"]) for start, end in spans(found))
