"""The phrases of each check, in the small language of `spoken`, for a lead to read and extend."""
