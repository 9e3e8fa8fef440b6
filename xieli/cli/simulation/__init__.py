"""A company at work, made by running the engine with the turned clock: the demonstration, `xieli simulate`, benchmarks."""
