"""One folder per written procedure; siblings that never import each other."""
