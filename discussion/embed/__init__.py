"""The script that shows a discussion on a site's own pages, and how it is served."""
