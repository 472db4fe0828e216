"""Reports, notices and appeals."""
