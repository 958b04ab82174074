"""The bundle: one zip with everything, for offices without internet."""
