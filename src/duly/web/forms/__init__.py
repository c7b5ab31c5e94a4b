"""What people type on the page, one module a noun."""
