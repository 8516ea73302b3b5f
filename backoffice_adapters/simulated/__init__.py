"""A town of simulated back offices, reached only over HTTP: each with its own forms, formats, clerks' pace and store."""
