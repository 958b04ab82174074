"""Campaigns that are run by hand; a small part of each runs as an ordinary test."""
