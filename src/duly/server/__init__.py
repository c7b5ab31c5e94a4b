"""Where everything is put together; nothing below imports it."""
