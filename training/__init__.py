"""How the language model is trained and measured; not part of the installed product."""
