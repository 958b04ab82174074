"""Mistakes typed into papers of other offices, and whether ``gen audit`` tells each in few findings."""
