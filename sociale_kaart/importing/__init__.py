"""Taking in entries: read a whole file, check every row, then store the good ones in batches."""
