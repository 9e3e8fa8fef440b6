"""Honest timings: a database of any size with the shapes of real work, measured over HTTP as a person would use it."""
