"""What a site's web pages say of its postings: which pages there are, and what is marked up or stands on each."""
