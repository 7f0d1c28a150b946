"""The blueprint that all pages of admission screening stand on."""

from flask import Blueprint

blueprint = Blueprint("screening", __name__)
