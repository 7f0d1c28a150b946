"""Column types, the engine's hooks, the only commit, and unique constraints told as conflicts."""
