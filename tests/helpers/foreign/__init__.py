"""Papers as other offices type them: not by our template, with figures computed on their own."""
