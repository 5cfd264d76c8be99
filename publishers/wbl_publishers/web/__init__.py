"""A site that runs on a web framework serves its feed itself: ``django``, ``flask``, ``starlette`` (FastAPI too)."""
