"""Letters: composed from what was said, judged before they leave. Pure; no I/O, no clock."""
