"""The edge src/upheld/mcp; a folder of that name here would stand in the way of the SDK."""
