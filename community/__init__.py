"""The ground floor: people, places, safety and the services every feature stands on. It imports no feature."""
