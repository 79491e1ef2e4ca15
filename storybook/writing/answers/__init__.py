"""Reads the answers of the quiz: parts of speech decide what each of them can be in a story."""
