"""A spreadsheet to begin with, made from the standard columns and the vocabularies."""
