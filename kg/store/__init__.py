"""Named graphs on disk: Oxigraph embedded through pyoxigraph.

One process writes at a time; readers open a read-only snapshot and take a new one when the store's
generation changes. The default graph is the union of all named graphs, written out: Oxigraph's own
union repeats a statement for each graph that holds it, so that queries would count and join too much.
(A store made ``plain`` keeps a default graph of its own instead, as SPARQL 1.1 has it for datasets.)
Every change is one transaction of Oxigraph: a process killed in between leaves the old or the new.
"""

from kg.store.answers import PREFIXES, Answer
from kg.store.contract import Store
from kg.store.oxigraph import OxigraphStore, read_rdf

__all__ = ["PREFIXES", "Answer", "OxigraphStore", "Store", "read_rdf"]
