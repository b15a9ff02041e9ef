"""Lists: articles, acts and those who take part, narrowed by what the visitor asked for and cut into pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kg.iris import DEM
from server.views.acts import ActRow, act_row
from server.views.reader import Reader, Value
from server.views.text import day
from server.views.things import Counted

PAGE: Final = 30  # lines on one page
Row = TypeVar("Row")
_END_OF_TIME: Final = "9999"
_ONE: Final = {"articles": "article", "acts": "act", "people": "person", "states": "state", "quotations": "quotation"}
_KINDS: Final = {
    "person": "Person", "state": "State", "polity": "GeopoliticalEntity", "body": "Organization", "group": "PopulationGroup",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list."""

    value: Value
    kind: str
    note: str
    acts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of a filter."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """One page of a list, and the query strings of its neighbours."""

    total: int
    first: int
    last: int
    earlier: Mapping[str, str] | None
    later: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a visitor asks of the acts."""

    kind: str = ""
    party: str = ""
    since: str = ""
    until: str = ""
    words: str = ""

    def arguments(self) -> dict[str, str]:
        """The filter as a query string holds it."""
        pairs = {"type": self.kind, "party": self.party, "from": self.since, "until": self.until, "q": self.words}
        return {k: v for k, v in pairs.items() if v}


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the start page shows."""

    counts: tuple[tuple[str, str], ...]
    articles: tuple[Listed, ...]
    people: tuple[Listed, ...]
    meetings: tuple[ActRow, ...]
    kinds: tuple[tuple[Value, str, str], ...]  # class, its local name, number of acts


def paged(rows: Sequence[Row], page: int, arguments: Mapping[str, str]) -> tuple[Sequence[Row], Paged]:
    """The rows of a page (the last one where the number is beyond it) and the way to its neighbours."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, page), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return shown, Paged(
        total=len(rows), first=(page - 1) * PAGE + 1, last=(page - 1) * PAGE + len(shown),
        earlier={**arguments, "page": str(page - 1)} if page > 1 else None,
        later={**arguments, "page": str(page + 1)} if page < pages else None,
    )  # fmt: skip


def acts_found(reader: Reader, wanted: Filter) -> tuple[str, ...]:
    """The IRIs of the acts that a filter lets through, newest first."""
    literals = {"from": wanted.since, "until": _through(wanted.until), "words": wanted.words.lower()}
    kind = DEM + (wanted.kind or "Event")
    if wanted.party:
        rows = reader.rows("acts-found-of", literals=literals, kind=kind, party=reader.base + wanted.party)
    else:
        rows = reader.rows("acts-found", literals=literals, kind=kind)
    return tuple(r["act"] for r in rows if "act" in r)


def _through(until: str) -> str:
    """The end of the last day, month or year that is wanted: dates compare as text."""
    return f"{until}~" if until else _END_OF_TIME


def kind_choices(reader: Reader, chosen: str) -> tuple[Choice, ...]:
    """The classes of which there are acts, by label."""
    names = [(r["kind"].removeprefix(DEM), reader.name(r["kind"]), r["acts"]) for r in reader.rows("kinds") if r.get("kind", "").startswith(DEM)]
    return tuple(Choice(key=n, label=f"{label} ({acts})", chosen=n == chosen) for n, label, acts in sorted(names, key=lambda x: x[1]) if n != "Event")


def party_choices(reader: Reader, chosen: str) -> tuple[Choice, ...]:
    """The states of the acts; one that was asked for is always among them."""
    rows = {r["thing"].removeprefix(reader.base): r["label"] for r in reader.rows("parties") if "thing" in r}
    if chosen and chosen not in rows:
        rows[chosen] = reader.facts(reader.base + chosen).text("http://www.w3.org/2000/01/rdf-schema#label") or chosen
    return tuple(Choice(key=k, label=v, chosen=k == chosen) for k, v in sorted(rows.items(), key=lambda x: x[1]))


def articles(reader: Reader, words: str = "") -> tuple[Listed, ...]:
    """The articles, newest first."""
    return tuple(
        Listed(value=reader.value(r["article"], r.get("title")), kind=day(r.get("date", "")), note="", acts=r["acts"])
        for r in reader.rows("articles", literals={"words": words.lower()})
        if "article" in r
    )


def participants(reader: Reader, kind: str = "", words: str = "") -> tuple[Counted, ...]:
    """Who takes part, by number of acts; an unknown kind is none."""
    rows = reader.rows("participants", literals={"words": words.lower()}, kind=DEM + _KINDS.get(kind, "Agent"))
    return tuple(Counted(value=reader.value(r["thing"], r["label"]), times=r["acts"]) for r in rows if "thing" in r)


def with_offices(reader: Reader, found: Iterable[Counted]) -> tuple[Listed, ...]:
    """Lines for those who take part: what they are, and their newest office."""
    lines = []
    for one in found:
        iri = one.value.iri or ""
        office = next((r.get("title", "") for r in reader.rows("offices-of", thing=iri)), "")
        lines.append(Listed(value=one.value, kind=_kind(reader, reader.facts(iri).types), note=office, acts=one.times))
    return tuple(lines)


def participant_kinds(chosen: str) -> tuple[Choice, ...]:
    """The kinds of those who take part."""
    labels = {"person": "persons", "state": "states", "polity": "states and other polities", "body": "bodies", "group": "groups"}
    return tuple(Choice(key=k, label=v, chosen=k == chosen) for k, v in labels.items())


def _kind(reader: Reader, classes: Iterable[str]) -> str:
    return reader.name(reader.vocabulary.narrowest(c for c in classes if c.startswith(DEM)) or f"{DEM}Agent")


def named_like(reader: Reader, words: str) -> tuple[Listed, ...]:
    """People, states, bodies and places by name."""
    rows = reader.rows("search", literals={"words": words.lower(), "base": reader.base})
    return tuple(
        Listed(value=reader.value(r["thing"], r["label"]), kind=_kind(reader, r["classes"].split()), note="", acts="")
        for r in rows
        if "thing" in r
    )


def home(reader: Reader) -> Home:
    """Counts, what is new, who is active."""
    counts: dict[str, str] = next(iter(reader.rows("counts")), {})
    kinds = [(reader.value(r["kind"]), r["kind"].removeprefix(DEM), r["acts"]) for r in _only_narrow(reader)]
    return Home(
        counts=tuple((_ONE[n] if counts.get(n) == "1" else n, counts.get(n, "0")) for n in _ONE), articles=articles(reader)[:8], people=with_offices(reader, participants(reader)[:10]),
        meetings=tuple(act_row(reader, r["act"]) for r in reader.rows("meetings") if "act" in r), kinds=tuple(kinds[:12]),
    )  # fmt: skip


def _only_narrow(reader: Reader) -> Iterable[dict[str, str]]:
    """The classes of acts that have a wording of their own, not those above them."""
    own = set(reader.vocabulary.act_types)
    return (r for r in reader.rows("kinds") if r.get("kind") in own)

