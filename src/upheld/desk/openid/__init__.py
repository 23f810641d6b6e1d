"""OpenID Connect, held to more than allauth asks: in the place of its app of that name."""
