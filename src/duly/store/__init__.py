"""The database: rows, and what they mean in the words of the core."""
