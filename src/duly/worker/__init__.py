"""What goes on by itself: jobs with their rhythm, and the loop that keeps them going."""
