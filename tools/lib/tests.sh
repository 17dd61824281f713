# shellcheck shell=bash
# Test classes and test reports.

forget_reports() {
  rm -rf "$ROOT"/*/target/surefire-reports "$ROOT"/*/target/failsafe-reports
}

# Adds up Maven's reports into the last line; fails when Maven did, a test did, or none ran.
sum_up() {
  local code="$1" passed failed skipped
  read -r passed failed skipped < <(
    find "$ROOT" -path '*/target/*-reports/TEST-*.xml' -exec cat {} + | awk '
      function number(name) {
        return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
      }
      /<testsuite / {
        tests += number("tests"); skipped += number("skipped")
        failed += number("failures") + number("errors")
      }
      END { print tests - failed - skipped + 0, failed + 0, skipped + 0 }'
  )
  if ((passed + failed == 0)); then
    echo "belfry: No test ran." >&2
    ((code)) || code=1
  fi
  ((failed == 0 || code)) || code=1
  # A line of its own: Maven may end with colour codes and no line feed.
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  return "$code"
}

# Compiles pbx-core's tests, for programs among them that are run by hand.
compile_tests() {
  need_jdk
  need mvn:maven
  mkdir -p "$BUILD_DIR"
  (
    flock 9
    maven -q -pl pbx-core,media -Dspotless.check.skip=true -Dmdep.outputFile=target/test.classpath \
      test-compile dependency:build-classpath >"$BUILD_DIR/tests.log" 2>&1
  ) 9>"$BUILD_DIR/build.lock" || fail "The tests do not compile; see $BUILD_DIR/tests.log."
}

test_classpath() {
  local core="$ROOT/pbx-core/target"
  echo "$core/test-classes:$core/classes:$(cat "$core/test.classpath")"
}
