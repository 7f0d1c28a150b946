"""The blueprint of the screening officer's pages."""

from flask import Blueprint

blueprint = Blueprint("watchlists", __name__)
