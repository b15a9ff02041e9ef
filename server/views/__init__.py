"""What pages show, as small frozen values: made from the rows of the page queries, shown by templates."""
