# What the commands of /usr/bin/belfry have in common; sourced.

fail() {
  printf 'belfry: %s\n' "$@" >&2
  exit 1
}

# setting NAME [DEFAULT]: what belfry.NAME is in the site's file, else in ours.
setting() {
  local value
  value="$(cat "$BELFRY_LIB/belfry.properties" /etc/belfry/belfry.properties 2>/dev/null |
    sed -n -E "s/^[[:space:]]*belfry\.${1//./\\.}[[:space:]]*[=:][[:space:]]*(.*[^[:space:]])[[:space:]]*$/\1/p" |
    tail -n 1)"
  printf '%s\n' "${value:-${2:-}}"
}

BELFRY_DATA="${BELFRY_DATA:-$(setting data /var/lib/belfry)}"
export BELFRY_DATA

# api METHOD PATH [option of curl…]: asks the appliance of this machine; what it answers goes to standard
# output. It writes at each start who may ask so and where; see docs/install.md.
api() {
  local method="$1" path="$2" at="$BELFRY_DATA/local-api" url
  shift 2
  url="$(sed -n 's/^# at //p' "$at" 2>/dev/null)" || true
  [[ -n "$url" ]] || fail "The appliance is not running (systemctl status belfry, belfry logs)."
  curl -sS --fail-with-body -m 30 -K "$at" -X "$method" "$@" "$url$path" 2>/dev/null || {
    local code=$?
    [[ $code -ne 7 && $code -ne 28 ]] || fail "The appliance does not answer (systemctl status belfry, belfry logs)."
    return "$code"
  }
}

# UP, DEGRADED (calls go on without the database), or nothing.
health() {
  local url
  url="$(sed -n 's/^# at //p' "$BELFRY_DATA/local-api" 2>/dev/null)" || true
  [[ -z "$url" ]] || curl -ks -m 10 "$url/actuator/health" 2>/dev/null | jq -r '.status // empty' 2>/dev/null || true
}

# healthy SECONDS: waits until it is well; fails when it is not after so long, or cannot start.
healthy() {
  local end=$((SECONDS + $1)) restarts
  restarts="$(restarts)"
  while ((SECONDS < end)); do
    case "$(systemctl is-active belfry.service)" in
      active) [[ "$(health)" != UP ]] || return 0 ;;
      failed | inactive) return 1 ;;
    esac
    # It starts, ends and starts again: twice is enough to know.
    (($(restarts) < restarts + 2)) || return 1
    sleep 1
  done
  return 1
}

restarts() {
  systemctl show -p NRestarts --value belfry.service
}

# stopped COMMAND…: runs it while the appliance does not run; starts that again when it ran.
stopped() {
  local was code=0
  was="$(systemctl is-active belfry.service || true)"
  systemctl stop belfry.service
  "$@" || code=$?
  case "$was" in
    active | activating) systemctl start --no-block belfry.service ;;
  esac
  return "$code"
}

# The addresses of this machine at which people find its pages.
pages() {
  local port address
  port="$(setting https-port 8443)"
  [[ "$port" != 443 ]] || port=""
  {
    ip -o -4 addr show scope global
    ip -o -6 addr show scope global -temporary -deprecated
  } 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }' | while read -r address; do
    [[ "$address" != *:* ]] || address="[$address]"
    echo "https://$address${port:+:$port}/"
  done
}
