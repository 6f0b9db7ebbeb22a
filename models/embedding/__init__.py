"""Vectors of posts: multilingual-e5-small, in 4 bits out of a wheel or in int8 from a folder.

`load_embedder` chooses; `build_model` writes the int8 model once. Each embeds one text a call, on the calling
thread.
"""

from models.embedding.build import build_model, model_folder
from models.embedding.cached import Cached
from models.embedding.embedder import DIMENSIONS, Embedder, EmbedderError, clean
from models.embedding.load import load_embedder

__all__ = [
    "DIMENSIONS",
    "Cached",
    "Embedder",
    "EmbedderError",
    "build_model",
    "clean",
    "load_embedder",
    "model_folder",
]
