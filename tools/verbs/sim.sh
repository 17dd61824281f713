# shellcheck shell=bash
# ./belfry sim: days in an office, made up at random.

uses lib/needs lib/build lib/tests

verb_sim() {
  local minutes="" seed=""
  while [[ $# -gt 0 ]]; do
    local option="${1%%=*}" value="${1#*=}"
    if [[ "$1" != *=* ]]; then
      [[ $# -gt 1 ]] || usage_error "$1 needs a value."
      value="$2"
      shift
    fi
    shift
    [[ "$value" =~ ^[0-9]{1,18}$ ]] || usage_error "$option needs a number."
    case "$option" in
      --minutes) minutes="$value" ;;
      --seed) seed="$value" ;;
      *) usage_error "'sim' knows no option '$option'." ;;
    esac
  done
  [[ -n "$minutes" ]] || minutes=$([[ -n "$seed" ]] && echo 0 || echo 1)
  compile_tests
  exec "$JAVA_HOME/bin/java" -cp "$(test_classpath)" org.belfry.pbx.sim.Simulation "$minutes" ${seed:+"$seed"}
}
