"""Open data: the HSDS 3.1 shapes, how records are checked, and the read API at /hsds."""
