"""lifetimes 0.11.3 on the same data: `lifetimes_peer.py log LOG.csv UNTIL` or `lifetimes_peer.py columns FOLDER`.

Times are in days. The monthly CLV loop of lifetimes gets the monthly rate that compounds to 10 % a year.
"""
import sys
import warnings

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

from stage import peak, stage

warnings.filterwarnings("ignore")
MONTHLY_RATE = 1.1 ** (1 / 12) - 1
# Fitting ten million customers twice would tell nothing new.
WARM_MOST = 1_000_000


def from_log(path, until):
    log = stage("read", lambda: pd.read_csv(path, dtype={"customer_id": str}, parse_dates=["date"]))
    return stage(
        "rfm",
        lambda: summary_data_from_transaction_data(
            log, "customer_id", "date", "amount", observation_period_end=until, freq="D"
        ),
        lambda base: {"customers": len(base)},
    )


def from_columns(folder):
    names = {"frequency": "frequency", "recency": "recency", "T": "T", "monetary_value": "monetary_value"}
    return pd.DataFrame({column: np.fromfile(f"{folder}/{file}.f64") for column, file in names.items()})


def main(kind, source, until=None):
    base = from_log(source, until) if kind == "log" else from_columns(source)
    x, recency, age, money = (base[name] for name in ("frequency", "recency", "T", "monetary_value"))

    purchases = BetaGeoFitter()
    stage("fit", lambda: purchases.fit(x, recency, age), lambda model: {"parameters": model.params_.to_dict()})
    # A second fit in the same process: what a warm service would see.
    if len(base) <= WARM_MOST:
        stage("fit_warm", lambda: BetaGeoFitter().fit(x, recency, age))

    repeat = (x > 0) & (money > 0)
    spend = GammaGammaFitter()
    stage("fit_spend", lambda: spend.fit(x[repeat], money[repeat]), lambda model: {"parameters": model.params_.to_dict()})

    total = lambda values: {"sum": float(np.sum(values))}
    stage("p_alive", lambda: purchases.conditional_probability_alive(x, recency, age), total)
    stage("expected_90d", lambda: purchases.conditional_expected_number_of_purchases_up_to_time(90, x, recency, age), total)
    stage(
        "clv_12m",
        lambda: spend.customer_lifetime_value(
            purchases, x, recency, age, money, time=12, discount_rate=MONTHLY_RATE, freq="D"
        ),
        total,
    )
    peak()


main(*sys.argv[1:])
