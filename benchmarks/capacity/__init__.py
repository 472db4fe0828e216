"""What one request and one comment cost: CPU seconds of each process, and bytes on the disk."""
