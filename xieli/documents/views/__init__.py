"""Public verification, the company's own settings, its seals."""
