"""Read by Flower when it starts in this folder: asks for its password at the two addresses that it leaves open."""

from flower.views.monitor import Healthcheck, Metrics
from tornado.web import authenticated

for _open in (Metrics, Healthcheck):
    _open.get = authenticated(_open.get)
