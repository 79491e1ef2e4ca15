"""Stories about a red fox in twenty scenes, composed from written lines and the answers to a quiz."""
