"""What is needed around the program: its set-up, and the bundle for offices without internet."""
