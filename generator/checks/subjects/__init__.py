"""Rules by subject: the tables, the budgets, the unit, its assets and its performance."""
