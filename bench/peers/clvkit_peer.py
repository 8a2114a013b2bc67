"""clvkit 0.2.1 on the same log: `clvkit_peer.py log LOG.csv UNTIL`. It takes transactions only, so it has no `columns` run."""
import sys
import warnings

import numpy as np
import pandas as pd
from clvkit import BGNBD, CustomerBase, GammaGamma

from stage import peak, stage

warnings.filterwarnings("ignore")


def main(kind, source, until):
    if kind != "log":
        raise SystemExit("clvkit takes a log only")
    log = stage("read", lambda: pd.read_csv(source, dtype={"customer_id": str}, parse_dates=["date"]))
    base = stage(
        "rfm",
        lambda: CustomerBase.from_transactions(log, time_unit="D", observation_period_end=until),
        lambda base: {"customers": len(base.to_pandas())},
    )
    named = lambda model: {"parameters": {key: float(value) for key, value in model.params_.items()}}
    purchases = stage("fit", lambda: BGNBD().fit(base), named)
    stage("fit_spend", lambda: GammaGamma().fit(base), named)

    total = lambda prediction: {"sum": float(np.sum(prediction.to_pandas().to_numpy(dtype=float)))}
    stage("p_alive", purchases.probability_alive, total)
    stage("expected_90d", lambda: purchases.predict(90), total)
    peak()


main(*sys.argv[1:])
