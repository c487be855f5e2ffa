"""A question in, a cited answer or a person out."""
