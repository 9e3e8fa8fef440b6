"""Pages for customers. No account, no cookie but the one that protects forms."""
