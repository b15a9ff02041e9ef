"""Pages that people like to use: start, articles, acts, who takes part."""

from dataclasses import dataclass

from flask import Blueprint, current_app, g, render_template, request

from server.queries import text_of
from server.views import act_rows, local_href

blueprint = Blueprint("browse", __name__)
PAGE = 50  # acts on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list."""

    href: str
    label: str
    note: str
    acts: str


def _base() -> str:
    return str(current_app.config["SETTINGS"].base)


@blueprint.get("/")
def home() -> str:
    """Counts, the newest articles, and where to go."""
    counts: dict[str, str] = next(iter(g.store.query(text_of("pages/counts.rq")).rows()), {})
    return render_template("home.html", counts=counts, articles=_articles()[:12], people=_entities()[:12])


@blueprint.get("/articles")
def articles() -> str:
    """All articles."""
    return render_template("list.html", title="Articles", rows=_articles())


@blueprint.get("/who")
def who() -> str:
    """People, states and bodies by number of acts."""
    return render_template("list.html", title="Who takes part", rows=_entities())


@blueprint.get("/acts")
def acts() -> str:
    """The acts, narrowed by ?type= and ?q= (words of label or sentence)."""
    kind, words = request.args.get("type", ""), request.args.get("q", "")
    rows = act_rows(g.store.query(text_of("pages/acts.rq")).rows(), _base())
    kinds = sorted({r.kind for r in rows})
    found = [r for r in rows if (not kind or r.kind == kind) and words.lower() in f"{r.label} {r.sentence}".lower()]
    page = max(1, request.args.get("page", 1, type=int))
    shown = found[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "acts.html",
        rows=shown,
        kinds=kinds,
        kind=kind,
        words=words,
        total=len(found),
        page=page,
        more=page * PAGE < len(found),
    )


@blueprint.get("/healthz")
def health() -> tuple[dict[str, object], int]:
    """Whether the store answers."""
    return {"status": "ok", "statements": len(g.store)}, 200


def _articles() -> list[Listed]:
    return [
        Listed(
            href=local_href(r["article"], _base()) or "",
            label=r.get("title", r["article"].rsplit("/", 1)[-1]),
            note=r.get("date", ""),
            acts=r["acts"],
        )
        for r in g.store.query(text_of("pages/articles.rq")).rows()
        if "article" in r
    ]


def _entities() -> list[Listed]:
    return [
        Listed(href=local_href(r["thing"], _base()) or "", label=r["label"], note=r.get("titles", ""), acts=r["acts"])
        for r in g.store.query(text_of("pages/entities.rq")).rows()
        if "thing" in r
    ]
