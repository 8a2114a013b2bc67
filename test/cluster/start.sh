#!/usr/bin/env bash
# Starts a Trino on this machine, on loopback alone, and waits until every worker takes work:
#   catalog `ice`   Iceberg tables, which are replaced at one stroke
#   catalog `lake`  Hive tables, which are not
# Both keep their metastore as files beside the tables. Stop it with stop.sh and the same folder.
#
# Usage: start.sh FOLDER [WORKERS=2] [PORT=8089]
#   WORKERS=0 is one node that does both. Workers listen on the ports after PORT.
#   HEAP=1g            the heap of each node
#   QUERY_MEMORY=500MB what one query may take of each
#   RETRIES=USER       tasks of this user that fail are tried again, with what they read kept in files
#   PATIENCE=1m        how long a node that does not answer is waited for
#   TIERED=4           1 leaves out the second compiler of the JVM: for tests of minutes
#   SECURE=1           TLS on PORT+443 with the certificate FOLDER/ca.pem, and a password: user clv, password "open sesame"
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
server=$("$here/install.sh")
mkdir -p "$1/lake"
run=$(realpath "$1") workers=${2:-2} port=${3:-8089}
: "${JAVA_HOME:?set it to a JDK of version 24 or newer}"

node() { # NAME PORT IS_COORDINATOR TAKES_WORK
  local etc=$run/$1/etc
  mkdir -p "$etc/catalog" "$run/$1/data"
  cat >"$etc/node.properties" <<X
node.environment=clv
node.id=$1
node.bind-ip=127.0.0.1
plugin.dir=$server/plugin
X
  cat >"$etc/jvm.config" <<X
-Xmx${HEAP:-1g}
-Xms256m
-XX:+UseSerialGC
-XX:TieredStopAtLevel=${TIERED:-4}
-XX:+ExitOnOutOfMemoryError
-XX:ReservedCodeCacheSize=256M
-Djdk.attach.allowAttachSelf=true
X
  cat >"$etc/config.properties" <<X
coordinator=$3
node-scheduler.include-coordinator=$4
http-server.http.port=$2
discovery.uri=http://127.0.0.1:$port
node.internal-address=127.0.0.1
query.max-memory-per-node=${QUERY_MEMORY:-500MB}
memory.heap-headroom-per-node=200MB
exchange.max-error-duration=${PATIENCE:-1m}
query.remote-task.max-error-duration=${PATIENCE:-1m}
X
  printf 'io.trino=WARN\n' >"$etc/log.properties"
  # The disk is seen by all nodes.
  cat >"$etc/catalog/lake.properties" <<X
connector.name=hive
hive.metastore=file
hive.metastore.catalog.dir=local:///hive
fs.native-local.enabled=true
local.location=$run/lake
hive.non-managed-table-writes-enabled=true
hive.timestamp-precision=MICROSECONDS
X
  cat >"$etc/catalog/ice.properties" <<X
connector.name=iceberg
iceberg.catalog.type=TESTING_FILE_METASTORE
hive.metastore.catalog.dir=local:///ice
fs.native-local.enabled=true
local.location=$run/lake
X
  if [ -n "${RETRIES:-}" ]; then
    mkdir -p "$run/exchange"
    printf 'exchange-manager.name=filesystem\nexchange.base-directories=%s\n' "$run/exchange" >"$etc/exchange-manager.properties"
    echo fault-tolerant-execution-task-memory=300MB >>"$etc/config.properties"
    printf '%s\n' session-property-config.configuration-manager=file "session-property-manager.config-file=$etc/session.json" \
      >"$etc/session-property-config.properties"
    printf '[{"user": "%s", "sessionProperties": {"retry_policy": "TASK"}}]\n' "$RETRIES" >"$etc/session.json"
  fi
  [ -z "${SECURE:-}" ] || echo internal-communication.shared-secret=clv-test-only >>"$etc/config.properties"
  if [ -n "${SECURE:-}" ] && [ "$3" = true ]; then
    [ -f "$run/keys.p12" ] || "$JAVA_HOME/bin/keytool" -genkeypair -alias trino -keyalg EC -groupname secp256r1 -validity 30 \
      -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1 -keystore "$run/keys.p12" -storetype PKCS12 -storepass secret1 2>/dev/null
    "$JAVA_HOME/bin/keytool" -exportcert -rfc -alias trino -keystore "$run/keys.p12" -storepass secret1 >"$run/ca.pem" 2>/dev/null
    cat >>"$etc/config.properties" <<X
http-server.https.enabled=true
http-server.https.port=$((port + 443))
http-server.https.keystore.path=$run/keys.p12
http-server.https.keystore.key=secret1
http-server.authentication.type=PASSWORD
http-server.authentication.allow-insecure-over-http=true
X
    printf 'password-authenticator.name=file\nfile.password-file=%s\n' "$run/password.db" >"$etc/password-authenticator.properties"
    # A password as Trino keeps it: rounds, salt and PBKDF2 in hex.
    command node -e 'const { pbkdf2Sync } = require("node:crypto"); const salt = Buffer.from("clv-test");
      console.log(`clv:1000:${salt.toString("hex")}:${pbkdf2Sync("open sesame", salt, 1000, 64, "sha1").toString("hex")}`)' >"$run/password.db"
  fi
  # Kept, so that a test can start a node again that it has killed.
  cat >"$run/$1/start" <<X
"$server/bin/launcher" start --etc-dir="$etc" --data-dir="$run/$1/data" --pid-file="$run/$1/pid" \\
  --server-log-file="$run/$1/server.log" --launcher-log-file="$run/$1/launcher.log" >/dev/null
X
  bash "$run/$1/start"
}

ask() { # the first number of a query
  command node -e '
    const [url, body] = process.argv.slice(1);
    let page = await (await fetch(`${url}/v1/statement`, { method: "POST", headers: { "X-Trino-User": "clv" }, body })).json();
    while (!page.data && page.nextUri) page = await (await fetch(page.nextUri)).json();
    console.log(page.data?.[0][0] ?? 0);' --input-type=module "http://127.0.0.1:$port" "$1" 2>/dev/null || echo 0
}

if [ "$workers" = 0 ]; then node coordinator "$port" true true; else
  node coordinator "$port" true false
  for k in $(seq "$workers"); do node "worker$k" $((port + k)) false true; done
fi
want=$((workers == 0 ? 1 : workers))
for _ in $(seq 240); do
  if curl -s -m 2 "http://127.0.0.1:$port/v1/info" | grep -q '"starting":false'; then
    there=$(ask "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active' AND (NOT coordinator OR $workers = 0)")
    [ "$there" -ge "$want" ] && { echo "ready after $SECONDS s"; exit 0; }
  fi
  sleep 0.5
done
echo "not ready after $SECONDS s: see $run/*/server.log" >&2
"$here/stop.sh" "$run"
exit 1
