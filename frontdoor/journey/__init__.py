"""What to ask and what follows from the answers. Pure: no database, no network, no clock."""
