"""Single-line mutants of the program: does a test notice each?"""
