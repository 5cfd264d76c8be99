"""JSON over HTTP: job systems, content systems, WordPress."""
