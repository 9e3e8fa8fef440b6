"""One module, one subcommand of `xieli`."""
