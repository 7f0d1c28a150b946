"""Whether a file is what its name says: name, first bytes and structure must agree. Nothing is rendered or unpacked to disk."""
