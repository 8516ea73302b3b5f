"""What the browser is given: the cleaned style sheet and scripts in `static/`, and the portal's own two files."""
