"""What speed is promised, measured: each benchmark one file, run alone by `make bench`."""
