"""Folders of text files with front matter."""
