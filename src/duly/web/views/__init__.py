"""One module a noun; each view asks one service and shows what came of it."""
