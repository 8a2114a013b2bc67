"""pymc-marketing 0.19.2 on the same columns: `pymc-marketing_peer.py columns FOLDER`, fitted to the maximum of its posterior (`method="map"`).

Times are in days. Its default priors stay as they are, so its optimum is that of posterior density, not of likelihood.
"""
import logging
import sys
import warnings

import numpy as np
import pandas as pd

from stage import peak, stage

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

NAMES = ("frequency", "recency", "T", "monetary_value")


def parameters(model, names):
    return {"parameters": {name: float(model.fit_result[name].values.squeeze()) for name in names}}


def main(kind, folder):
    if kind != "columns":
        raise SystemExit("pymc-marketing is given columns only")
    base = pd.DataFrame({name: np.fromfile(f"{folder}/{name}.f64") for name in NAMES})
    base.insert(0, "customer_id", np.arange(len(base)))

    def fitted(model):
        model.fit(method="map", progressbar=False)
        return model

    purchases = stage(
        "fit",
        lambda: fitted(BetaGeoModel(data=base[["customer_id", "frequency", "recency", "T"]])),
        lambda model: parameters(model, ("r", "alpha", "a", "b")),
    )
    buyers = base[(base["frequency"] > 0) & (base["monetary_value"] > 0)]
    stage(
        "fit_spend",
        lambda: fitted(GammaGammaModel(data=buyers[["customer_id", "frequency", "monetary_value"]])),
        lambda model: parameters(model, ("p", "q", "v")),
    )
    total = lambda values: {"sum": float(np.sum(values))}
    stage("p_alive", lambda: purchases.expected_probability_alive(base), total)
    stage("expected_90d", lambda: purchases.expected_purchases(base, future_t=90), total)
    peak()


main(*sys.argv[1:])
