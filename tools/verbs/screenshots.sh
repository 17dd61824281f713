# shellcheck shell=bash
# ./belfry screenshots: pictures of all pages, on made-up data.

uses lib/needs lib/build

# The pages alone, on the fakes of webui's tests, in headless Chromium.
verb_screenshots() (
  takes_nothing screenshots "$@"
  need_jdk
  need mvn:maven chromium:chromium
  compile_to_run
  (
    flock 9
    maven -q -pl webui -am -Dspotless.check.skip=true -Dmdep.outputFile=target/test.classpath \
      test-compile dependency:build-classpath >"$BUILD_DIR/tests.log" 2>&1
    # What the browser loads is put together with the appliance.
    rm -rf "$BUILD_DIR/bundle" && mkdir -p "$BUILD_DIR/bundle" && cd "$BUILD_DIR/bundle"
    "$JAVA_HOME/bin/jar" xf "$(jar_to_run)" META-INF/VAADIN
  ) 9>"$BUILD_DIR/build.lock" || fail "The pages do not compile; see $BUILD_DIR/tests.log."
  local target="$ROOT/webui/target" port
  . "$ROOT/tools/free-port.sh"
  port="$(free_port)"
  trap '[[ -z "${pages:-}" ]] || kill "$pages" 2>/dev/null' EXIT
  "$JAVA_HOME/bin/java" -cp "$BUILD_DIR/bundle:$target/test-classes:$target/classes:$(cat "$target/test.classpath")" \
    org.belfry.webui.trial.TrialApplication --server.port="$port" --server.address=127.0.0.1 \
    >"$BUILD_DIR/pages.log" 2>&1 </dev/null &
  pages=$!
  local tenths
  for ((tenths = 0; tenths < 600; tenths++)); do
    ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    sleep 0.1
  done
  rm -f "$ROOT"/docs/screenshots/*.webp
  "$JAVA_HOME/bin/java" "$ROOT/tools/Screenshots.java" "http://127.0.0.1:$port" admin 1001 belfry-trial \
    "$ROOT/docs/screenshots"
)
