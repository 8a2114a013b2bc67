"""The BG/NBD optimum to 30 digits: `bg_nbd.py FOLDER R ALPHA A B`.

FOLDER holds the histories as raw little-endian doubles: frequency.f64, recency.f64, T.f64, count.f64. The start is a fit in
double precision. The gradient is summed in 40-digit arithmetic; the step divides it by a Hessian in double precision, so each
pass gains about as many digits as that Hessian has right (6 to 8), until the 40-digit gradient vanishes. This is iterative
refinement: what limits the answer is the precision of the gradient, not of the Hessian.

Prints one JSON object: parameters and log-likelihood as decimal strings, and the last largest |gradient|.
"""
import json
import sys
from collections import Counter

import numpy as np
from mpmath import exp, log, log1p, matrix, mp, mpf, nstr

mp.dps = 40


def read(folder):
    return [np.fromfile(f"{folder}/{name}.f64") for name in ("frequency", "recency", "T", "count")]


def tail_counts(x, n):
    """N_k = customers with x > k, for k = 0 … max x − 1."""
    exactly = np.bincount(x.astype(int), weights=n)
    return np.cumsum(exactly[::-1])[::-1][1:]


class Sums:
    """Everything about the data that does not depend on the parameters."""

    def __init__(self, x, tx, T, n):
        self.above = [mpf(int(v)) for v in tail_counts(x, n)]
        self.customers = mpf(int(n.sum()))
        self.weight_T, self.purchases_T = Counter(), Counter()
        for xi, Ti, ni in zip(x, T, n):
            self.weight_T[float(Ti)] += int(ni)
            self.purchases_T[float(Ti)] += int(ni * xi)
        buyers = x > 0
        self.buyers = list(zip(x[buyers].astype(int).tolist(), tx[buyers].tolist(), T[buyers].tolist(), n[buyers].astype(int).tolist()))


def evaluate(sums, theta):
    """Log-likelihood and gradient in ln θ, in the working precision (Fader, Hardie & Lee 2005, eq. 6)."""
    r, alpha, a, b = theta
    value = sums.customers * r * log(alpha)
    g_r, g_alpha, g_a, g_b = sums.customers * log(alpha), sums.customers * r / alpha, mpf(0), mpf(0)
    for k, above in enumerate(sums.above):
        value += above * (log(r + k) + log(b + k) - log(a + b + k))
        g_r += above / (r + k)
        g_a -= above / (a + b + k)
        g_b += above * (1 / (b + k) - 1 / (a + b + k))
    log_age, inverse_age = {}, {}
    for age in {t for _, tx, T, _ in sums.buyers for t in (tx, T)} | set(sums.weight_T):
        log_age[age], inverse_age[age] = log(alpha + mpf(age)), 1 / (alpha + mpf(age))
    for T, weight in sums.weight_T.items():
        shape = r * weight + sums.purchases_T[T]
        value -= shape * log_age[T]
        g_r -= weight * log_age[T]
        g_alpha -= shape * inverse_age[T]
    log_odds_b = [None] + [log(a) - log(b + k) for k in range(len(sums.above))]
    for x, tx, T, n in sums.buyers:
        gap = log_age[T] - log_age[tx]
        odds = exp(log_odds_b[x] + (r + x) * gap)
        value += n * log1p(odds)
        dead = n * odds / (1 + odds)
        g_r += dead * gap
        g_alpha += dead * (r + x) * (inverse_age[T] - inverse_age[tx])
        g_a += dead / a
        g_b -= dead / (b + x - 1)
    return value, matrix([r * g_r, alpha * g_alpha, a * g_a, b * g_b])


def hessian(x, tx, T, n, theta):
    """Hessian in ln θ by central differences of the gradient, both in double precision."""
    above = tail_counts(x, n)
    k = np.arange(len(above))
    buyers = x > 0
    bx, btx, bT, bn = x[buyers], tx[buyers], T[buyers], n[buyers]

    def gradient(log_theta):
        r, alpha, a, b = np.exp(log_theta)
        gap = np.log((alpha + bT) / (alpha + btx))
        delta = np.log(a) - np.log(b + bx - 1) + (r + bx) * gap
        dead = bn / (1 + np.exp(-np.clip(delta, -700, 700)))
        g_r = np.sum(above / (r + k)) - np.sum(n * np.log1p(T / alpha)) + np.sum(dead * gap)
        g_alpha = np.sum(n * (r / alpha - (r + x) / (alpha + T))) + np.sum(dead * (r + bx) * (1 / (alpha + bT) - 1 / (alpha + btx)))
        g_a = -np.sum(above / (a + b + k)) + np.sum(dead) / a
        g_b = np.sum(above * (1 / (b + k) - 1 / (a + b + k))) - np.sum(dead / (b + bx - 1))
        return np.array([r * g_r, alpha * g_alpha, a * g_a, b * g_b])

    step = 1e-5
    at = np.log(np.array(theta, dtype=float))
    columns = [(gradient(at + step * e) - gradient(at - step * e)) / (2 * step) for e in np.eye(4)]
    return np.array(columns).T


def main(folder, *start):
    x, tx, T, n = read(folder)
    sums = Sums(x, tx, T, n)
    theta = [mpf(value) for value in start]
    curvature = hessian(x, tx, T, n, [float(value) for value in theta])
    inverse = matrix(np.linalg.inv((curvature + curvature.T) / 2).tolist())
    for _ in range(12):
        value, gradient = evaluate(sums, theta)
        largest = max(abs(g) for g in gradient)
        print(nstr(largest, 3), file=sys.stderr, flush=True)
        if largest < mpf("1e-25"):
            break
        step = inverse * gradient
        theta = [parameter * exp(-step[i]) for i, parameter in enumerate(theta)]
    names = ("r", "alpha", "a", "b")
    print(json.dumps({
        "customers": int(n.sum()),
        "histories": len(n),
        "parameters": {name: nstr(parameter, 30) for name, parameter in zip(names, theta)},
        "logLikelihood": nstr(value, 30),
        "gradient": nstr(largest, 3),
    }))


main(*sys.argv[1:])
