"""The service manifest: what the service offers, and where."""

from typing import Any

from kg import __version__
from ontology.terms import DEM
from server.reconciliation.protocol import MAX_QUERIES
from server.reconciliation.types import DEFAULT, TYPES

WIDTH, HEIGHT = 420, 220  # of a preview, in pixels
_SETTINGS = [
    {"name": "on", "label": "On the day", "type": "text", "default": "",
     "help_text": "A day such as 2021-04-02: only offices that were certainly held on it"},
    {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "At most so many values of each row; 0 for all"},
]  # fmt: skip


def manifest(address: str, root: str, base: str, logo: str) -> dict[str, Any]:
    """The manifest.

    Args:
        address: Of the service, without a slash behind it.
        root: Of the server, without a slash behind it; what is suggested and extended stands below.
        base: IRIs of the data begin with it.
        logo: Address of a square picture.
    """
    path = address.removeprefix(root)
    suggest = {
        kind: {
            "service_url": root, "service_path": f"{path}/suggest/{kind}",
            "flyout_service_url": root, "flyout_service_path": f"{path}/flyout/{kind}?id=${{id}}",
        }
        for kind in ("entity", "type", "property")
    }  # fmt: skip
    return {
        "versions": ["0.2"],
        "name": "Demarche: states, bodies, cities and officials by day",
        "identifierSpace": base,
        "schemaSpace": DEM.NAMESPACE,
        "serviceVersion": __version__,
        "documentation": f"{address}/about",
        "logo": logo,
        "defaultTypes": [TYPES[t].reference() for t in DEFAULT],
        "view": {"url": f"{address}/entity?id={{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"{path}/properties"},
            "property_settings": _SETTINGS,
        },
        "batchSize": MAX_QUERIES,
    }
