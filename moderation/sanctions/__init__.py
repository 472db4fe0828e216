"""What is in force against authors."""
