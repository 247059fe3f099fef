"""Lesson files: read, check, mark and render them.

Pure: nothing here knows the web or the database. The lesson format is described for authors in docs/lesson-format.md.
"""
