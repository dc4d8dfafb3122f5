"""Chapter Desk: the offline desktop program of a local chapter."""

__version__ = "0.1.0"
