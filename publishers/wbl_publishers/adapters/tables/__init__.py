"""Rows of cells under headings: CSV, workbooks, Google Sheets."""
