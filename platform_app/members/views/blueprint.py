"""The blueprint that the pages of the register belong to."""

from flask import Blueprint

blueprint = Blueprint("members", __name__)
