"""The errors of the ontology package."""


class ReasoningError(Exception):
    """Reasoning is not possible: Java, which HermiT runs on, is missing, or the graph is inconsistent."""
