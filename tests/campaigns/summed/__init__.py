"""A department of many random units: summed, checked, and each change of one unit's amount told."""
