"""Invented people and an invented year: pure, and the same for the same seed."""
