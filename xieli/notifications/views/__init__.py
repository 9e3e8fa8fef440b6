"""Pages under /notifications/."""
