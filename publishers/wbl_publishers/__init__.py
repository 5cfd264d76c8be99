"""A site's rows become a feed."""
