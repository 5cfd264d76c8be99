"""A federated syndication standard for work-based-learning postings: models, formats, validation, polite HTTP."""

__version__ = "0.1.0"
