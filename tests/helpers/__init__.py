"""What tests share; some of it is also run by hand, as docs/developing.md tells."""
