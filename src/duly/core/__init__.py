"""What is true and what to do next: standard library only, no clock, no I/O, no log."""
