"""Fitting the confidence model on the development cases: answers → samples → a calibration and what it is worth."""
