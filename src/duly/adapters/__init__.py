"""The outside world, one thin module per system; none of them knows Django."""
