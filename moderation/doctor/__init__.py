"""What `manage.py doctor` looks at: each check is right, or a sentence that says what to do."""
