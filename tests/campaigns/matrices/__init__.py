"""Tests that try a sample of a long list in the suite, with the whole list."""
