"""The Reconciliation API over the gazetteer, for OpenRefine and others."""

from server.reconciliation.routes import blueprint, warm

__all__ = ["blueprint", "warm"]
