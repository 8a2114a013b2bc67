#!/usr/bin/env bash
# Unpacks a Trino server, fetched from Maven Central where it is not there yet: its lib, the launcher and the plugins of the tests (0.5 of 0.9 GB).
# Prints the folder of the server. Usage: install.sh [FOLDER=~/.cache/clv-trino]
set -euo pipefail
cache=${1:-${CLV_TRINO_CACHE:-$HOME/.cache/clv-trino}} version=476
plugins='memory|hive|iceberg|exchange-filesystem|password-authenticators|session-property-managers'
root=trino-server-$version
server=$cache/$root
# Unpacked with these plugins.
if [ "$(cat "$server/complete" 2>/dev/null)" != "$plugins" ]; then
  mkdir -p "$cache"
  tarball=$cache/$root.tar.gz
  if [ ! -f "$tarball" ]; then
    command -v mvn >/dev/null || { echo "no mvn, and no $tarball" >&2; exit 1; }
    mvn -B -q dependency:get "-Dmaven.repo.local=$cache/repository" \
      "-Dartifact=io.trino:trino-server:$version:tar.gz" -Dtransitive=false >&2
    mv "$cache/repository/io/trino/trino-server/$version/$root.tar.gz" "$tarball"
  fi
  rm -rf "$server"
  # Files that plugins share are hard links in the tarball: the targets of links must be unpacked with them.
  tar tzvf "$tarball" | awk -v root="$root" -v plugins="$plugins" '
    { name = $6; target = ($7 == "link") ? $9 : "" }
    name ~ /\/$/ { next }
    name ~ "^" root "/lib/" || name ~ "^" root "/bin/(launcher|linux-(amd64|arm64)/)" || name ~ "^" root "/plugin/(" plugins ")/" {
      if (target != "" && !seen[target]++) print target
      if (!seen[name]++) print name
    }' >"$cache/members"
  tar xzf "$tarball" -C "$cache" -T "$cache/members"
  # A plugin unpacked only as the target of links would be loaded without the rest of it.
  for plugin in "$server"/plugin/*; do
    [[ $(basename "$plugin") =~ ^($plugins)$ ]] || rm -rf "$plugin"
  done
  echo "$plugins" >"$server/complete"
fi
echo "$server"
