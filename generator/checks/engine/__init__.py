"""How rules run: their parts, the two sides they compare, what is told of what they find."""
