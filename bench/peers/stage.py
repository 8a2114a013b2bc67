"""How a peer reports: one JSON object per line, one line per stage, then its peak memory."""
import json
import resource
import sys
import time


def stage(name, work, report=lambda result: {}):
    """Runs and times `work`, prints its seconds and what `report` says of its result, returns the result."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"stage": name, "seconds": seconds, **report(result)}), flush=True)
    return result


def peak():
    """Prints the peak resident memory of this process in bytes (Linux counts ru_maxrss in KiB)."""
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"stage": "peak", "bytes": kib * 1024, "python": sys.version.split()[0]}), flush=True)
