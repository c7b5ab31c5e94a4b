"""One module for each noun that is kept."""
