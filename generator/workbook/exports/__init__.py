"""Tables that other programs wrote: found by what stands in them, read with their places."""
