"""An assistant's way in (Model Context Protocol): it files, looks up, claims, asks and drafts."""
