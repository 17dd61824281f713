#!/usr/bin/env bash
# Benchmarks of Belfry beside others: bench/run.sh sip|media|soak|apps|web|recovery [options]. People call ./belfry bench,
# which installs what is needed and builds first.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ROOT="$(dirname "$HERE")"
readonly HERE ROOT

main() {
  local what="${1:-}"
  case "$what" in
    sip | media | soak | apps | web | recovery) shift ;;
    -h | --help | '')
      echo "./belfry bench sip     calls, registrations and messages, beside Kamailio"
      echo "./belfry bench media   relayed sound, beside rtpengine"
      echo "./belfry bench soak    minutes of steady load: heap, pauses, threads"
      echo "./belfry bench apps    voicemail, menus, mailboxes, queues"
      echo "./belfry bench web     page switches, signed-in portals, the start"
      echo "./belfry bench boot    1000 phones fetch their files at once"
      echo "./belfry bench recovery  how long nobody can be called after kill -9"
      echo "Each but boot has --help."
      exit 0
      ;;
    *) fail "There is no benchmark '$what'; there are: sip, media, soak, apps, web, boot, recovery." 2 ;;
  esac
  PATH="$PATH:/usr/sbin:/sbin" # where Debian puts servers such as kamailio
  need python3 python3
  case " $* " in
    *" -h "* | *" --help "*) exec python3 -B "$HERE/$what.py" --help ;;
  esac
  need taskset util-linux
  "need_for_$what" "$@"
  # exec: a signal must reach the driver itself, which stops the servers it started.
  exec python3 -B "$HERE/$what.py" "$@"
}

need_for_sip() {
  need sipp sip-tester
  need kamailio kamailio
  need_boot_jar "$@"
}

need_for_soak() {
  need sipp sip-tester
  need_boot_jar "$@"
}

need_for_apps() {
  need_for_soak "$@"
  need mariadb mariadb-client
}

need_for_web() {
  need_for_soak "$@"
}

need_for_recovery() {
  [[ " $* " == *" --against"* ]] || need_boot_jar "$@"
}

need_for_media() {
  need rtpengine rtpengine-daemon
  [[ -s "$ROOT/media/target/test.classpath" ]] ||
    fail "There are no test classes in media/target: ./belfry bench media builds them." 1
}

# Made by ./belfry bench before it comes here.
need_boot_jar() {
  compgen -G "$ROOT/appliance/target/run/appliance-*-boot.jar" >/dev/null || [[ " $* " == *" --belfry"* ]] ||
    fail "There is no boot jar in appliance/target/run: ./belfry bench builds it." 1
}

need() {
  command -v "$1" >/dev/null || fail "$1 is missing: please install Debian's package $2." 1
}

fail() {
  echo "bench: $1" >&2
  exit "$2"
}

main "$@"
