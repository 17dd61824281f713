# shellcheck shell=bash
# ./belfry run: builds what has changed and becomes the appliance.

uses lib/needs lib/build

readonly DISK_FREE_MIN_MB=200
readonly UP_BEFORE_TRAINING=60 TRAINING_AT_LAST=900 # seconds
readonly TRAINING_NEEDS_MB=1500

verb_run() {
  local data="${BELFRY_DATA:-$ROOT/.belfry}" demo=""
  local -a settings=()
  local sip_port="${BELFRY_SIP_PORT:-5060}" https_port="${BELFRY_HTTPS_PORT:-8443}"
  local http_port="${BELFRY_HTTP_PORT:-8080}"
  while [[ $# -gt 0 ]]; do
    local option="$1" value=""
    shift
    case "$option" in
      --demo)
        demo=yes
        continue
        ;;
      --data=* | --bind=* | --sip-port=* | --sip-tls-port=* | --sip-ws-port=* | --sip-wss-port=* | \
        --https-port=* | --http-port=*)
        value="${option#*=}"
        option="${option%%=*}"
        ;;
      --data | --bind | --sip-port | --sip-tls-port | --sip-ws-port | --sip-wss-port | \
        --https-port | --http-port)
        [[ $# -gt 0 ]] || usage_error "$option needs a value."
        value="$1"
        shift
        ;;
      -h | --help)
        help
        return
        ;;
      *) usage_error "'run' knows no option '$option'." ;;
    esac
    [[ -n "$value" ]] || usage_error "$option needs a value."
    case "$option" in
      --data) data="$value" ;;
      --bind) settings+=("--belfry.bind=$value") ;;
      --sip-port) sip_port="$value" ;;
      --sip-tls-port | --sip-ws-port | --sip-wss-port) settings+=("--belfry.${option#--}=$value") ;;
      --https-port) https_port="$value" ;;
      --http-port) http_port="$value" ;;
    esac
  done
  check_port "SIP" "$sip_port"
  check_port "HTTPS" "$https_port"
  check_port "HTTP" "$http_port"
  check_ports_differ "$sip_port" "$https_port" "$http_port"
  [[ "$data" == /* ]] || data="$CALLED_FROM/$data"
  check_data_dir "$data"

  need_jdk
  need "${RUN_NEEDS[@]}"
  build

  settings+=("--belfry.data=$data" "--belfry.sip-port=$sip_port")
  settings+=("--belfry.https-port=$https_port" "--belfry.http-port=$http_port")
  [[ -z "$demo" ]] || settings+=("--belfry.demo=true")
  local -a flags=("${JVM_FLAGS[@]}") added=()
  if [[ -s "$AOT_CACHE" ]]; then
    flags+=("-XX:AOTCache=$AOT_CACHE" -Xlog:aot=off -Xlog:cds=off)
    echo "Starting …"
  else
    echo "Starting (a first start takes longer than later ones) …"
    train_beside $$ &
  fi
  read -ra added <<<"${BELFRY_JAVA_OPTS:-}"
  # exec: signals must reach the appliance itself, so that it stops its database before it goes.
  exec "$JAVA_HOME/bin/java" "${flags[@]}" "${added[@]}" -jar "$(extracted_jar)" "${settings[@]}"
}

# train_beside PID records a start for the next ones while the appliance with that process number runs and the machine
# has little to do, at the lowest priority. A recording that has begun outlives the appliance.
train_beside() {
  local appliance="$1" started="$SECONDS" load
  ! is_trained || return 0
  while sleep 5; do
    kill -0 "$appliance" 2>/dev/null || return 0
    read -r load _ </proc/loadavg
    ((SECONDS - started >= UP_BEFORE_TRAINING)) || continue
    ((SECONDS - started >= TRAINING_AT_LAST || ${load%.*} * 2 < $(nproc))) || continue
    break
  done
  (($(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo) >= TRAINING_NEEDS_MB)) || return 0
  echo "Recording a start in the background, at the lowest priority: the next start will be fast."
  setsid chrt --idle 0 nice -n 19 "$ROOT/belfry" train </dev/null
}

check_port() {
  local name="$1" port="$2"
  if ! [[ "$port" =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    usage_error "The $name port must be a number from 1 to 65535, not '$port'."
  fi
}

check_ports_differ() {
  if (($1 == $2 || $1 == $3 || $2 == $3)); then
    usage_error "The SIP port ($1), the HTTPS port ($2) and the HTTP port ($3) must differ."
  fi
}

check_data_dir() {
  local data="$1" free_mb
  mkdir -p "$data" 2>/dev/null || fail "The data directory $data cannot be created."
  # Asking for a file says more than test -w does: root may write anywhere but on a read-only disk.
  local probe="$data/.writable.$$"
  (: >"$probe") 2>/dev/null || fail "The data directory $data cannot be written."
  rm -f "$probe"
  free_mb=$(($(df -Pk "$data" | awk 'NR == 2 { print $4 }') / 1024))
  ((free_mb >= DISK_FREE_MIN_MB)) ||
    fail "The disk of $data has $free_mb MB free; Belfry needs $DISK_FREE_MIN_MB MB or more."
}
