#!/usr/bin/env bash
# Stops what start.sh started, by its own pid files, and waits until it has ended. Usage: stop.sh FOLDER
pids=$(cat "$1"/*/pid 2>/dev/null)
# All at once: one after the other took longer than the tests wait for their teardown.
for pid in $pids; do kill "$pid" 2>/dev/null; done
for pid in $pids; do
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null
done
rm -f "$1"/*/pid
exit 0
