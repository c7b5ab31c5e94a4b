"""What must be true of every plan, whatever the facts."""
