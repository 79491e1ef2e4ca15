"""What a picture does not show or obey, in the words of whoever asked for it."""
