"""Cases and drafts: what citizens said, kept under a reference and a secret."""
