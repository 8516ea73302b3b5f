"""What the record says: the event log and the handoff report."""
