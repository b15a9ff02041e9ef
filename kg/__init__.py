"""How an article becomes a graph: one small stage per module, put in order by ``kg.pipeline``."""
