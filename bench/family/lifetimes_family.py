"""lifetimes 0.11.3 on the same customers: `lifetimes_family.py FOLDER ROUNDS NAMES`, columns of doubles in the folder, one row a customer.

Prints a JSON object for each fit, with its seconds of CPU: the machine is shared.
"""
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from lifetimes import BetaGeoBetaBinomFitter, BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

warnings.filterwarnings("ignore")
FITTERS = {
    "bg-nbd": BetaGeoFitter,
    "mbg-nbd": ModifiedBetaGeoFitter,
    "pareto-nbd": ParetoNBDFitter,
    "bg-bb": BetaGeoBetaBinomFitter,
}
COLUMNS = ("frequency", "recency", "T")


def timed(name, fit):
    start = time.process_time()
    model = fit()
    print(json.dumps({"fit": name, "seconds": time.process_time() - start, "parameters": model.params_.to_dict()}), flush=True)


def read(folder, before):
    base = pd.DataFrame({name: np.fromfile(f"{folder}/{before}{name}.f64") for name in COLUMNS})
    return base, base.value_counts().rename("weights").reset_index()


def main(folder, rounds, names):
    continuous, counted = read(folder, ""), read(folder, "counted-")
    for _ in range(int(rounds)):
        for name in names.split(","):
            fitter = FITTERS[name]
            base, shared = counted if name == "bg-bb" else continuous
            timed(f"{name} rows", lambda: fitter().fit(base["frequency"], base["recency"], base["T"]))
            timed(
                f"{name} histories",
                lambda: fitter().fit(shared["frequency"], shared["recency"], shared["T"], weights=shared["weights"]),
            )


main(*sys.argv[1:])
