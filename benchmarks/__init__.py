"""What `make bench` measures. Each figure comes with one to compare it with, measured in the same run."""
