"""Templates: checked before anything is made, compiled once, kept from run to run."""
