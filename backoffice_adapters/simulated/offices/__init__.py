"""The offices of the town: one file per agency, every file found, none listed."""
