"""Picture-book drawings of a red fox, from words. Knows neither Django nor StoryForge."""
