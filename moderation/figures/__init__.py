"""A site's work in figures: counted by the database, drawn as SVG, the same numbers as CSV.

Nothing here needs more than the standard library and Django: the web process serves it.
"""
