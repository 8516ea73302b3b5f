"""How to reach an office: adapters, and a town of simulated offices that they reach over HTTP only."""
