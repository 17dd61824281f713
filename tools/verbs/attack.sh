# shellcheck shell=bash
# ./belfry attack: builds what it attacks, and becomes tools/attack.

uses lib/needs lib/build

readonly ATTACK_NEEDS=(
  python3:python3
  svmap:sipvicious
  chromium:chromium
)

# Becomes the attack, so that whoever stops us stops it and the instance it started.
verb_attack() {
  need_jdk
  need "${RUN_NEEDS[@]}" "${ATTACK_NEEDS[@]}"
  case " $* " in
    *" --against"* | *" --list "* | *" --help "* | *" -h "*) ;;
    *) compile_to_run >&2 ;;
  esac
  exec_attack "$(jar_to_run)" "$@"
}

# exec_attack JAR OPTIONS…
exec_attack() {
  local -a flags=()
  local flag jar="$1"
  shift
  for flag in "${JVM_FLAGS[@]}"; do
    flags+=("--java-flag=$flag")
  done
  exec python3 -B "$ROOT/tools/attack/attack.py" --java "$JAVA_HOME/bin/java" "${flags[@]}" --jar "$jar" "$@"
}
