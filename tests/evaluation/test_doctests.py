"""Every worked example in a docstring runs, and every measure has one."""

import doctest
import importlib
import pkgutil
from functools import partial

import pytest

import frontdoor.evaluation
from frontdoor.evaluation.measures import MEASURES

MODULES = [f"frontdoor.evaluation.{each.name}" for each in pkgutil.iter_modules(frontdoor.evaluation.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_says_its_source_and_shows_an_example(key: str) -> None:
    measure = MEASURES[key]
    said = (measure.func if isinstance(measure, partial) else measure).__doc__ or ""
    assert "Measurement " in said or "measurement " in said, key
    assert "    >>> " in said, key
