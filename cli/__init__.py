"""The command ``demarche``: one module per group of commands."""
