"""Papers in every format read back, against the workbooks that they were made from."""
