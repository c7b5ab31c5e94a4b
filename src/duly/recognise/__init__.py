"""What a mail means: pure; the world is kept outside."""
