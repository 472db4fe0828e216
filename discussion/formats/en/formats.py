"""How the admin writes a moment, where no template says it itself: as every page does."""

DATETIME_FORMAT = r"j M Y, H:i \U\T\C"
