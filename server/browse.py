"""Pages that people like to use: start, articles, acts, who takes part, search."""

import re
from datetime import date
from typing import Final

from flask import Blueprint, g, render_template, request
from werkzeug.exceptions import BadRequest

from server.views import lists
from server.views.acts import act_rows
from server.views.reader import Reader, current_reader

blueprint = Blueprint("browse", __name__)
MAX_WORDS: Final = 200  # code points of a search
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,60}")
_PATH: Final = re.compile(r"[A-Za-z0-9._~/-]{1,300}")
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@blueprint.get("/")
def home() -> str:
    """Counts, the newest articles, who met whom, and where to go."""
    return render_template("home.html", home=lists.home(current_reader()))


@blueprint.get("/articles")
def articles() -> str:
    """All articles, or those whose title has the words of ?q=."""
    words = _words()
    shown, pages = lists.paged(lists.articles(current_reader(), words), _page(), _given(q=words))
    return render_template("articles.html", rows=shown, pages=pages, words=words)


@blueprint.get("/who")
def who() -> str:
    """Those who take part by number of acts, narrowed by ?kind= and ?q=."""
    words, kind = _words(), request.args.get("kind", "")
    reader = current_reader()
    shown, pages = lists.paged(lists.participants(reader, kind, words), _page(), _given(q=words, kind=kind))
    return render_template("who.html", rows=lists.with_offices(reader, shown), pages=pages, words=words, kinds=lists.participant_kinds(kind))


@blueprint.get("/acts")
def acts() -> str:
    """The acts, narrowed by ?type=, ?party=, ?from=, ?until= and ?q=."""
    reader, wanted = current_reader(), _filter()
    shown, pages = lists.paged(lists.acts_found(reader, wanted), _page(), wanted.arguments())
    return render_template(
        "acts.html", rows=act_rows(reader, shown), pages=pages, filter=wanted,
        kinds=lists.kind_choices(reader, wanted.kind), parties=lists.party_choices(reader, wanted.party),
    )  # fmt: skip


@blueprint.get("/search")
def search() -> str:
    """Names, titles and sentences that have the words of ?q=."""
    words = _words()
    found = _search(current_reader(), words) if words else {}
    return render_template("search.html", words=words, **found)


@blueprint.get("/healthz")
def health() -> tuple[dict[str, object], dict[str, str]]:
    """Whether the store answers."""
    return {"status": "ok", "statements": len(g.store)}, {"Cache-Control": "no-store"}


def _search(reader: Reader, words: str) -> dict[str, object]:
    acts = lists.acts_found(reader, lists.Filter(words=words))
    return {
        "names": lists.named_like(reader, words)[:20], "articles": lists.articles(reader, words)[:10],
        "acts": act_rows(reader, acts[:10]), "total": len(acts),
    }  # fmt: skip


def _filter() -> lists.Filter:
    args = request.args
    return lists.Filter(
        kind=_fitting("type", _NAME, "the name of a class, such as Consultation"),
        party=_fitting("party", _PATH, "the path of a state, such as entity/Q399"),
        since=_day("from"), until=_day("until"), words=_words(args.get("q", "")),
    )  # fmt: skip


def _fitting(name: str, form: re.Pattern[str], expected: str) -> str:
    text = request.args.get(name, "").strip()
    if text and not form.fullmatch(text):
        raise BadRequest(f"{name}: expected {expected}, found {text[:60]!r}")
    return text


def _day(name: str) -> str:
    text = _fitting(name, _DAY, "a day, month or year such as 2021-04-01, 2021-04 or 2021")
    try:
        date.fromisoformat(f"{text or '2000'}-01-01"[:10])
    except ValueError as error:
        raise BadRequest(f"{name}: expected a day that exists, found {text!r}") from error
    return text


def _words(text: str | None = None) -> str:
    words = " ".join((request.args.get("q", "") if text is None else text).split())
    if len(words) > MAX_WORDS:
        raise BadRequest(f"q: expected at most {MAX_WORDS} characters, found {len(words)}")
    return words


def _page() -> int:
    text = request.args.get("page", "1")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 1


def _given(**pairs: str) -> dict[str, str]:
    return {k: v for k, v in pairs.items() if v}
