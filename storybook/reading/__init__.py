"""From words to a plan: who is where, at what hour, doing and feeling what; and what the fox looks like."""
