"""The Flask extensions, made here and bound in `create_app`; imports nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler


class Base(DeclarativeBase):
    """Base of all tables; constraints are named by rule, so that migrations and conflicts can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
mail = Mail()
csrf = CSRFProtect()
login_manager = LoginManager()


def make_scheduler() -> BlockingScheduler:
    """A scheduler for the jobs' own process; deadlines are those of Tokyo."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    return BlockingScheduler(timezone="Asia/Tokyo")
