"""What tests of the reconciliation service share: an invented gazetteer, and a client that validates every answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from jsonschema import Draft7Validator
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from werkzeug.test import TestResponse

from kg.gazetteer.compilation import compile_index
from kg.gazetteer.rows import EntityRow, Name, NameUse, PersonRow, Row, TenureRow
from kg.model import EntityKind

SOURCE = "an invented table"


def invented_rows() -> Iterator[Row]:
    """Norland, Sudria and Ostia, a council, a capital, and who held which office when."""
    for key, name, adjective, code in (("Q1", "Norland", "Norlandic", "NL"), ("Q2", "Sudria", "Sudrian", "SD"), ("Q3", "Ostia", "Ostian", "OS")):
        yield EntityRow(
            key=key, kind=EntityKind.STATE, label=name, source=SOURCE, wikidata=key, iso2=code, iso3=f"{code}X", types=("State",),
            names=(Name(text=name), Name(text=adjective, use=NameUse.ADJECTIVE)),
        )  # fmt: skip
    yield EntityRow(key="Q4", kind=EntityKind.CITY, label="Norgrad", names=(Name(text="Norgrad"),), source=SOURCE, wikidata="Q4", types=("City",), capital_of=("Q1",))
    yield EntityRow(key="Q5", kind=EntityKind.CITY, label="Ostia", names=(Name(text="Ostia"),), source=SOURCE, wikidata="Q5", types=("City",))
    yield EntityRow(
        key="council", kind=EntityKind.ORGANISATION, label="Northern Council", names=(Name(text="Northern Council"),), source=SOURCE,
        types=("IntergovernmentalOrganization",),
    )  # fmt: skip
    people = (("Q11", "Anna Berg"), ("Q12", "Berta Tal"), ("Q13", "Ivan Petrov"), ("Q14", "Ivan Petrov"), ("Q15", "Yusuf al-Hadi"))
    for key, name in people:
        yield PersonRow(key=key, name=name, source=SOURCE, gender="female" if name in ("Anna Berg", "Berta Tal") else None, wikidata=key)
    tenures = (
        ("Q11", "foreign-minister", "Q1", "Minister of Foreign Affairs", "2018-05-01", "2021-03-01", "Q101"),
        ("Q12", "foreign-minister", "Q1", "Minister of Foreign Affairs", "2021-03-01", None, "Q101"),
        ("Q13", "defence-minister", "Q1", "Minister of Defence", "2015-01-01", "2016", None),
        ("Q14", "foreign-minister", "Q2", "Foreign Minister", "2019-01-01", "2022-01-01", "Q102"),
        ("Q15", "minister", "Q3", "Minister of Water", "2020-01-01", None, "Q103"),
        ("Q15", "minister", "Q3", "Minister of Trade", "2021-01-01", None, "Q104"),
    )
    for person, office, of, title, start, end, item in tenures:
        yield TenureRow(
            person=person, office=office, of=of, title=title, source=SOURCE, start=start, end=end, true_on="2022-07-01",
            statement=f"{person}-{start}", office_wikidata=item,
        )  # fmt: skip


def compiled(path: Path) -> Path:
    """The invented gazetteer as an index."""
    compile_index(invented_rows(), path)
    return path


class Schemas:
    """The JSON schemas of the specification."""

    def __init__(self, folder: Path) -> None:
        self._read = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))}
        rows = ((s["$id"], Resource.from_contents(s, default_specification=DRAFT7)) for s in self._read.values())
        by_name = ((f"https://reconciliation-api.github.io/specs/0.2/schemas/{n}.json", Resource.from_contents(s, default_specification=DRAFT7)) for n, s in self._read.items())
        self._registry: Registry[Any] = Registry().with_resources(by_name).with_resources(rows)

    def check(self, name: str, content: Any) -> None:
        """Raises where the content does not have the form."""
        validator: Validator = Draft7Validator(self._read[name], registry=self._registry)
        validator.validate(content)


def schema_of(path: str, parameters: set[str]) -> str | None:
    """The schema of an answer; None for a flyout, which has none."""
    kind = path.removeprefix("/reconcile").strip("/")
    plain = "reconciliation-result-batch" if "queries" in parameters else "data-extension-response" if "extend" in parameters else "manifest"
    return {
        "": plain, "properties": "data-extension-property-proposal", "suggest/entity": "suggest-entities-response",
        "suggest/type": "suggest-types-response", "suggest/property": "suggest-properties-response",
    }.get(kind)  # fmt: skip


class Service:
    """A client that validates every good answer where the schemas are at hand."""

    def __init__(self, app: Flask, schemas: Schemas | None) -> None:
        self.client, self.schemas, self.checked = app.test_client(), schemas, 0

    def get(self, path: str = "", **parameters: Any) -> TestResponse:
        """A GET below /reconcile."""
        return self._checked(path, set(parameters), self.client.get(f"/reconcile{path}", query_string=parameters))

    def post(self, **form: str) -> TestResponse:
        """A POST of a form."""
        return self._checked("", set(form), self.client.post("/reconcile", data=form))

    def _checked(self, path: str, parameters: set[str], answer: TestResponse) -> TestResponse:
        name = schema_of(path, parameters)
        if self.schemas and name and answer.status_code == 200 and answer.mimetype == "application/json":
            self.schemas.check(name, answer.get_json())
            self.checked += 1
        return answer

    def candidates(self, query: str | None = None, **more: Any) -> list[dict[str, Any]]:
        """The candidates of one query; properties as keywords but for limit, type and type_strict."""
        fields = {k: more.pop(k) for k in ("limit", "type", "type_strict") if k in more}
        asked = fields | ({"query": query} if query is not None else {}) | {"properties": [{"pid": k, "v": v} for k, v in more.items()]}
        answer = self.post(queries=json.dumps({"q0": asked}))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: list[dict[str, Any]] = answer.get_json()["q0"]["result"]
        return found

    def values(self, identifier: str, name: str, **settings: Any) -> list[dict[str, Any]]:
        """The values of one property of one entity."""
        asked = {"ids": [identifier], "properties": [{"id": name, "settings": settings}]}
        found: list[dict[str, Any]] = self.post(extend=json.dumps(asked)).get_json()["rows"][identifier][name]
        return found
