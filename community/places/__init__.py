"""Places: the region, its towns, opening times and distances; what has an address, and when its door is open."""
