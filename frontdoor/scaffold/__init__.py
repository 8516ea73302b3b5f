"""Writes the first version of an adapter, an office, a life event or a package, with its tests, and edits nothing."""
