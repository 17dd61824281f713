#!/usr/bin/env bash
# Benchmarks of Belfry beside others: bench/run.sh sip [options]. People call ./belfry bench, which
# installs what is needed and builds first.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ROOT="$(dirname "$HERE")"
readonly HERE ROOT

main() {
  case "${1:-}" in
    sip) shift ;;
    -h | --help | '') exec python3 -B "$HERE/sip.py" --help ;;
    *) fail "There is no benchmark '$1'; there is: sip." 2 ;;
  esac
  PATH="$PATH:/usr/sbin:/sbin" # where Debian puts servers such as kamailio
  need python3 python3
  case " $* " in
    *" -h "* | *" --help "*) exec python3 -B "$HERE/sip.py" --help ;;
  esac
  need sipp sip-tester
  need kamailio kamailio
  need taskset util-linux
  compgen -G "$ROOT/appliance/target/appliance-*-boot.jar" >/dev/null || [[ " $* " == *" --belfry"* ]] ||
    fail "There is no boot jar in appliance/target: build it with ./belfry package." 1
  # exec: a signal must reach the driver itself, which stops the servers it started.
  exec python3 -B "$HERE/sip.py" "$@"
}

need() {
  command -v "$1" >/dev/null || fail "$1 is missing: please install Debian's package $2." 1
}

fail() {
  echo "bench: $1" >&2
  exit "$2"
}

main "$@"
