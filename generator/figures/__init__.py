"""Derived figures by subject; ``disclosure`` puts them together."""
