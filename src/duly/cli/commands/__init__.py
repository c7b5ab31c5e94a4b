"""One module per verb; each has one click command named after it."""
