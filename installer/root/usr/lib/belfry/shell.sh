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

readonly ACCOUNT="${BELFRY_ACCOUNT:-belfry}"

# plain: standard input without what would move a terminal's cursor or have it answer: the appliance, and strangers in
# what it tells, write what they like. Replaced, not deleted, so that nothing is put together of what is left.
plain() { LC_ALL=C sed -u -e 's/[\x00-\x08\x0b-\x1f\x7f]/?/g' -e 's/\xc2[\x80-\x9f]/?/g'; }

# own_environment: exports nothing of root's but what commands need, and what restores take from there. Not by env -i,
# whose arguments everybody on this machine sees.
own_environment() {
  local name
  for name in $(compgen -e); do
    case "$name" in
      PATH | TERM | TZ | LANG | LANGUAGE | LC_* | BELFRY_*) ;;
      AWS_ACCESS_KEY_ID | AWS_SECRET_ACCESS_KEY | AWS_DEFAULT_REGION) ;;
      *) export -n "$name" ;;
    esac
  done
  for name in $(compgen -A function); do
    export -nf "$name"
  done
}

# as_account COMMAND…: runs it as the appliance's account, with no right besides. Whatever of root's reads, fetches or
# takes apart what that account can write goes through here. Who has the account can rewrite the running process too, so
# it gets no terminal, whose keys it could read and type, and neither our directory nor our lock.
as_account() {
  if [[ -t 1 ]]; then
    as_account "$@" | plain
    return "${PIPESTATUS[0]}"
  fi
  (
    [[ ! -t 0 ]] || exec </dev/null
    [[ ! -t 2 ]] || exec 2> >(plain >&2)
    exec 9>&-
    own_environment
    fence=(env --)
    [[ "$(id -u)" -ne 0 ]] || fence=(setsid --wait setpriv --reuid="$ACCOUNT" --regid="$(id -g "$ACCOUNT")" --init-groups
      --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all --)
    cd /
    HOME="$BELFRY_DATA" "${fence[@]}" "$@" <&0 &
    # In a session of its own it hears no Ctrl-C.
    trap 'kill -TERM -- "-$!" 2>/dev/null || kill -TERM "$!" 2>/dev/null; trap - INT; kill -INT "$BASHPID"' INT
    trap 'kill -TERM -- "-$!" 2>/dev/null || kill -TERM "$!" 2>/dev/null; exit 143' TERM HUP
    wait "$!"
  )
}

# What the appliance answers is taken apart with its rights, not with root's.
jq() {
  as_account jq "$@" | plain
  return "${PIPESTATUS[0]}"
}

# Two lines: where the API is, and the token. Nothing, and failure, when the account's file says anything else.
local_api() {
  local at="" token=""
  { IFS= read -r at && IFS= read -r token; } < <(as_account timeout 5 head -c 500 "$BELFRY_DATA/local-api" 2>/dev/null | tr -d '\0')
  [[ "$at" =~ ^at\ (https://([0-9.]+|\[[0-9a-fA-F:.]+(%[A-Za-z0-9._-]+)?\]):[0-9]{1,5})$ ]] || return 1
  at="${BASH_REMATCH[1]}"
  [[ "$token" =~ ^token\ ([A-Za-z0-9_-]{1,100})$ ]] || return 1
  printf '%s\n' "$at" "${BASH_REMATCH[1]}"
}

# api METHOD PATH [option of curl…]: asks the appliance of this machine; what it answers goes to standard
# output. It writes at each start who may ask so and where; see docs/install.md.
api() {
  local method="$1" path="$2" code=0
  local -a it=()
  shift 2
  mapfile -t it < <(local_api)
  ((${#it[@]} == 2)) || fail "The appliance is not running (systemctl status belfry, belfry logs)."
  printf 'Authorization: Bearer %s\n' "${it[1]}" |
    as_account curl -q -k -sS --proto =https --fail-with-body -m 30 -H @- -X "$method" "$@" -- "${it[0]}$path" 2>/dev/null || code=$?
  [[ $code -ne 7 && $code -ne 28 ]] || fail "The appliance does not answer (systemctl status belfry, belfry logs)."
  return "$code"
}

# UP, DEGRADED (calls go on without the database), or nothing.
health() {
  local -a it=()
  mapfile -t it < <(local_api)
  ((${#it[@]} == 2)) || return 0
  { as_account curl -q -k -s --proto =https -m 10 -- "${it[0]}/actuator/health" | jq -r '.status // empty'; } 2>/dev/null || true
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
