"""What was written before: numbered drafts and their records, what differs, what was published."""
