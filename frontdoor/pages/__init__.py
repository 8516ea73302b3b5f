"""What people and programs see: HTML pages and the JSON API."""
