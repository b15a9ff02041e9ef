"""Other forms of a conversion and of graphs: one module each."""
