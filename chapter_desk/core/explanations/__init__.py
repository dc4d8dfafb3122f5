"""Explanations by subject; each module teaches `core.explanation.explain` its own when it is loaded."""
