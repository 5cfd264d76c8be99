"""A feed in other formats (spec section 23): each is made from the feed, and says what it does not carry."""
