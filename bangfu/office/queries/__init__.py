"""What the office pages read, in a bounded number of queries whatever the size of the county."""
