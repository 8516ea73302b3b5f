"""Sessions, CSRF tokens and limits on guessing."""
