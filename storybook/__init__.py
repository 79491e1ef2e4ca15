"""Stories about a red fox, and picture-book drawings of him. Knows neither Django nor StoryForge."""
