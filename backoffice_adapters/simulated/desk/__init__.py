"""The clerk's desk of an office: what waits there, the records as the office holds them, and what a clerk can do."""
