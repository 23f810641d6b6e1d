"""Charts as plain SVG, drawn on the server. Their numbers stand in a table beside them."""
