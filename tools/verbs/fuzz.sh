# shellcheck shell=bash
# ./belfry fuzz: bytes of anything into everything that reads what strangers send.

uses lib/needs lib/build lib/tests

verb_fuzz() {
  local minutes=1
  case "${1:-}" in
    "") ;;
    --minutes) minutes="${2:-}" ;;
    --minutes=*) minutes="${1#*=}" ;;
    *) usage_error "'fuzz' knows no option '$1'." ;;
  esac
  [[ "$minutes" =~ ^[1-9][0-9]{0,4}$ ]] || usage_error "--minutes needs a number from 1 on."
  fuzz_for $((minutes * 60))
}

# fuzz_for SECONDS [SEED]: each target gets its share of the seconds. With a seed the mutations are the
# same each time, so a red build speaks of the change; without one every run looks elsewhere. What was learnt stays in target/fuzz and is where the
# next run begins; an input that does harm is kept among the tests' resources, where it is tested
# from then on.
fuzz_for() {
  compile_tests
  local -a targets
  local module line
  for module in pbx-core media; do
    while read -r line; do
      targets+=("$module $line")
    done < <(grep -v '^#' "$ROOT/$module/src/test/resources/fuzz/targets.txt")
  done
  local seconds=$(($1 / ${#targets[@]})) seed="${2:-0}" code=0 # libFuzzer takes 0 as "any"
  for line in "${targets[@]}"; do
    fuzz_target "$seconds" "$seed" "${line% *}" "${line#* }" || code=1
  done
  return "$code"
}

fuzz_target() {
  local seconds="$1" seed="$2" module="$3" target="$4"
  local name="${target##*.}" resources="$ROOT/$module/src/test/resources" learnt="$ROOT/$module/target/fuzz"
  local log="$learnt/$name.log" dictionary from found
  local -a seeds
  for from in torture messages sdp; do
    [[ -d "$resources/$from" ]] && seeds+=("$resources/$from")
  done
  dictionary="$(ls "$resources"/fuzz/*.dict)"
  mkdir -p "$learnt/$name" "$learnt/found"
  rm -f "$learnt"/found/*
  if "$JAVA_HOME/bin/java" -Xmx700m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+EnableDynamicAgentLoading -cp "$(fuzz_classpath "$module")" com.code_intelligence.jazzer.Jazzer \
    --target_class="$target" --instrumentation_includes='org.belfry.**' --reproducer_path="$learnt" \
    -seed="$seed" -max_total_time="$seconds" -max_len=3000 -timeout=5 -rss_limit_mb=3000 \
    -dict="$dictionary" -artifact_prefix="$learnt/found/" "$learnt/$name" "${seeds[@]}" \
    >"$log" 2>&1; then
    echo "$name: $(grep -E '^Done ' "$log")"
    return
  fi
  grep -m 1 -A 12 -E '^(== Java|==[0-9]+== ERROR)' "$log" >&2 || tail -n 20 "$log" >&2
  for found in "$learnt"/found/*; do
    [[ -f "$found" ]] || continue
    mkdir -p "$resources/fuzz/$name"
    cp "$found" "$resources/fuzz/$name/${found##*/}.input"
    echo "belfry: $name was harmed by $module/src/test/resources/fuzz/$name/${found##*/}.input; see $log." >&2
  done
  return 1
}

# Jazzer is a dependency of pbx-core's tests.
fuzz_classpath() {
  local target="$ROOT/$1/target"
  echo "$target/test-classes:$target/classes:$(cat "$target/test.classpath"):$(cat "$ROOT/pbx-core/target/test.classpath")"
}
