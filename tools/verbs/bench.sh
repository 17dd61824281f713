# shellcheck shell=bash
# ./belfry bench: installs and builds what bench/run.sh needs, and becomes it.

uses lib/needs lib/build

readonly BENCH_NEEDS=(
  kamailio:kamailio
  sipp:sip-tester
  sipsak:sipsak
  curl:curl
  python3:python3
)
readonly BENCH_MEDIA_NEEDS=(
  mvn:maven
  rtpengine:rtpengine-daemon
  turnserver:coturn
  python3:python3
)

verb_bench() {
  case "${1:---help}" in
    -h | --help) exec bash "$ROOT/bench/run.sh" --help ;;
  esac
  need_jdk
  if [[ "$1" == boot ]]; then
    bench_boot
    return
  fi
  if [[ "$1" == media ]]; then
    local had_coturn=""
    ! is_there turnserver || had_coturn=yes
    need_for_bench rtpengine rtpengine-daemon "${BENCH_MEDIA_NEEDS[@]}"
    [[ -n "$had_coturn" ]] || systemctl --quiet disable --now coturn 2>/dev/null || true
    # Standard output is for the rows.
    maven -q -pl media -Dmdep.outputFile=target/test.classpath test-compile dependency:build-classpath >&2
  else
    need_for_bench kamailio kamailio "${RUN_NEEDS[@]}" "${BENCH_NEEDS[@]}"
    build >&2
    train >&2
    if [[ "$1" == apps ]]; then
      maven -q -pl pbx-core -Dmdep.outputFile=target/test.classpath test-compile dependency:build-classpath >&2
    fi
  fi
  exec bash "$ROOT/bench/run.sh" "$@"
}

# Server and phones in one JVM of the tests, so its times are those of both together.
bench_boot() {
  local log="$BUILD_DIR/bench-boot.log"
  need "${RUN_NEEDS[@]}"
  mkdir -p "$BUILD_DIR"
  maven -pl appliance -am -Dtest=PhonesBootBench,GenerationBench -Dsurefire.failIfNoSpecifiedTests=false test >"$log" 2>&1 ||
    fail "Not every phone got its files; see $log."
  grep '^boot:' "$log"
}

# need_for_bench command service command:package… installs what is missing for a benchmark. A server
# that comes with it would be started at the next boot, on ports of ours.
need_for_bench() {
  local command="$1" service="$2" was_there=""
  shift 2
  ! is_there "$command" || was_there=yes
  need "$@"
  [[ -n "$was_there" ]] || systemctl --quiet disable "$service" 2>/dev/null || true
}
