"""What `make bench` measures. Every figure is taken in the same run as what it is compared with."""
