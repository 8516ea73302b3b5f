"""The database itself: where it is, which schema it has, how it is upgraded and how it is moved. It knows no model."""
