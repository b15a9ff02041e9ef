"""How an article becomes a graph: one small stage per module, put in order by ``kg.pipeline``."""

__version__ = "0.1.0"
