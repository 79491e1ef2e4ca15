"""Where a scene happens: land, buildings, skies."""
