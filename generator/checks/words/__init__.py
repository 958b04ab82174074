"""Rules on words: what people type, and the sentences as they are printed."""
