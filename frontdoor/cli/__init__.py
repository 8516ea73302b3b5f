"""What the commands do: serving, asking a running portal, and looking at definitions and records."""
