#!/usr/bin/env bash
# Stops what start.sh started, by its own pid files, and waits until it has ended. Usage: stop.sh FOLDER
for file in "$1"/*/pid; do
  [ -f "$file" ] || continue
  pid=$(cat "$file")
  kill "$pid" 2>/dev/null
  for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null
  rm -f "$file"
done
exit 0
