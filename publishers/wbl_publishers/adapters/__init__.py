"""One module an adapter: each gives the records of one kind of source (``wbl_feed.adapter``)."""
