#!/usr/bin/env bash
# Makes a start-up cache (JEP 514): starts the appliance once, on this machine's loopback and a data directory
# thrown away afterwards, has two phones call each other, asks it for pages, and stops it. The JVM writes down what it
# loaded and linked, and which code was hot (JEP 515).
#   train.sh JAVA JAR CACHE LOG
# JAVA is the program that will start the JAR with the CACHE; JAVA_HOME is a JDK 25. Exit code 1: there is no cache, and the
# LOG says why.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/free-port.sh"
readonly here java="$1" jar="$2" cache="$3" log="$4"
readonly ROUNDS=5000 SECONDS_OF_CALLS=40 SECONDS_OF_START=120

# Code for this machine's processor must not be in it: on another one it ended in SIGILL. What stays is
# data, good for every processor.
readonly PORTABLE=(-XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching -XX:-AOTStubCaching)

scratch="$(mktemp -d)"
chmod 711 "$scratch" # the database may run under an account of its own and must get through
appliance=""
trap ended EXIT

ended() {
  if [[ -n "$appliance" ]] && kill -TERM "$appliance" 2>/dev/null; then
    wait "$appliance" || true
  fi
  rm -rf "$scratch"
}

fail() {
  echo "train: $*" >>"$log"
  exit 1
}

unset "${!BELFRY_@}"
sip=$(free_port) https=$(free_port) http=$(free_port) turn=$(free_port) turns=$(free_port)
rm -f "$cache"
: >"$log"
cd "$scratch"
# Without LDAP: its library's jar is sealed, and a JVM whose cache has classes of a sealed jar does not start when the
# jar was moved, as a package's is.
"$java" "@$here/../installer/root/usr/lib/belfry/jvm.options" "${PORTABLE[@]}" "-XX:AOTCacheOutput=$cache" -jar "$jar" \
  --belfry.data="$scratch/data" --belfry.bind=127.0.0.1 --belfry.sip-port="$sip" \
  --belfry.sip-tls-port=-1 --belfry.sip-ws-port=-1 --belfry.sip-wss-port=-1 \
  --belfry.https-port="$https" --belfry.http-port="$http" --belfry.turn.port="$turn" --belfry.turn.tls-port="$turns" \
  --belfry.provisioning.pnp=false --belfry.provisioning.ldaps-port=-1 --belfry.demo=true >"$log" 2>&1 </dev/null &
appliance=$!
is_ready() { grep -q '^Belfry is ready' "$log"; }
for ((tenths = 0; tenths < 10 * SECONDS_OF_START; tenths++)); do
  ! is_ready || break
  kill -0 "$appliance" 2>/dev/null || break
  sleep 0.1
done
is_ready || fail "the appliance did not start"
"$JAVA_HOME/bin/java" "$here/SipTraining.java" "$sip" "$log" "$ROUNDS" "$SECONDS_OF_CALLS" >"$scratch/calls" 2>&1 ||
  fail "the phones did not call each other: $(tail -n 3 "$scratch/calls")"
if command -v curl >/dev/null; then
  for path in actuator/health login api/v1/openapi.json; do
    curl -ks -m 60 -o "$scratch/answer" "https://127.0.0.1:$https/$path" || fail "/$path does not answer"
  done
fi
kill -TERM "$appliance"
wait "$appliance" || true # the JVM's code for SIGTERM is not 0
appliance=""
[[ -s "$cache" ]] || fail "the JVM left no cache"
