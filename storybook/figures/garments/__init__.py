"""What the fox can wear, by where it is worn."""
