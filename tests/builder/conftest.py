"""How the builder's tests run: none of them is about how quick a machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("builder", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("builder")
