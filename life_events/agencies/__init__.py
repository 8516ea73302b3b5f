"""The services of each agency: one file per agency, every file found, none listed."""
