"""What stands where in a picture, and the character sheet."""
