"""The line between laptops at one door: found in the room's network, joined by a code, sealed end to end."""
