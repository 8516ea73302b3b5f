"""Handing over: the ledger of what was handed to whom, and the dispatcher, the only door out of the portal."""
