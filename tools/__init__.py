"""What `./dev` is made of: run inside the virtual environment, never part of the product."""
