"""A town of simulated back offices, reached only over HTTP: each with its own forms, formats, pace and store."""
