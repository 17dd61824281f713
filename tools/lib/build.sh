# shellcheck shell=bash
# Maven, the boot jar, and what ./belfry run starts.
#
# There are two boot jars of the same classes (ADR 39). The checked one, in appliance/target, passes Error Prone and
# NullAway and comes with the tests' classes: test and package make it. The one to run, in appliance/target/to-run,
# needs a third of the time: the Java compiler alone makes it. It has a directory of its own, so that Maven never takes
# an unchecked class for a checked one.

# How the appliance's JVM is run stands in the package, which is run the same way; read by java itself.
readonly JVM_FLAGS=("@$ROOT/installer/root/usr/lib/belfry/jvm.options")
readonly CHECKED_DIR="$ROOT/appliance/target"
readonly TO_RUN_DIR="$ROOT/appliance/target/to-run"
readonly RUN_DIR="$ROOT/appliance/target/run"
readonly EXTRACTED="$RUN_DIR/made-of"
readonly AOT_CACHE="$RUN_DIR/belfry.aot"
readonly CHECKED=(-DskipTests -Dspotless.check.skip=true)
readonly TO_RUN=(-Prun -Dmaven.test.skip=true -DskipTests -Dspotless.check.skip=true -Dcyclonedx.skip=true -T 1C)

# For half a minute of Java compilers on few cores, C2 comes too late.
readonly QUICK_JVM="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

# Brings appliance/target/run up to date: a boot jar taken apart, which starts faster. Does nothing, without Maven,
# when no source is newer.
build() {
  compile_to_run
  (
    flock 9
    [[ "$(cat "$EXTRACTED" 2>/dev/null)" == "$(ingredients)" ]] || extract
  ) 9>"$BUILD_DIR/build.lock"
}

# Sees to a boot jar of the sources as they are, the checked one if that is up to date.
compile_to_run() {
  mkdir -p "$BUILD_DIR"
  (
    flock 9 # two starts from one clone build once
    export MAVEN_OPTS="$QUICK_JVM ${MAVEN_OPTS:-}"
    [[ -n "$(jar_to_run)" ]] || compile "$TO_RUN_DIR" "${TO_RUN[@]}"
  ) 9>"$BUILD_DIR/build.lock"
}

# Sees to a boot jar of the sources as they are that went through all checks of the compilers.
compile_checked() {
  mkdir -p "$BUILD_DIR"
  (
    flock 9
    is_current "$CHECKED_DIR" || compile "$CHECKED_DIR" "${CHECKED[@]}"
  ) 9>"$BUILD_DIR/build.lock"
}

# The boot jar that the sources, as they are, give; nothing when there is none.
jar_to_run() {
  local directory
  for directory in "$CHECKED_DIR" "$TO_RUN_DIR"; do
    if is_current "$directory"; then
      newest "$directory"
      return
    fi
  done
}

is_current() {
  [[ -n "$(newest "$1")" ]] && ! sources_newer "$(stamp "$1")"
}

# The file as old as the beginning of the build that made the boot jar in a directory.
stamp() {
  case "$1" in
    "$CHECKED_DIR") echo "$BUILD_DIR/compiled" ;;
    *) echo "$BUILD_DIR/compiled-to-run" ;;
  esac
}

sources_newer() {
  [[ -f "$1" ]] || return 0
  # Directories of sources count too: a deleted file changes its directory. Test sources and what the
  # frontend build writes among the sources do not end in the jar.
  [[ -n "$(
    cd "$ROOT" || exit
    find pom.xml .mvn ./*/pom.xml ./*/src \
      \( -path '*/src/test' -o -path '*/frontend/generated' -o -path '*/src/main/bundles' \
      -o -path './appliance/src/main/frontend' -o -name index.html \) -prune \
      -o \( -type f -o -path '*/src/main/java*' -o -path '*/src/main/resources*' \) \
      -newer "$1" -print -quit
  )" ]]
}

# compile DIRECTORY OPTION… has Maven make the boot jar there.
compile() {
  local directory="$1" log="$BUILD_DIR/build.log" started="$SECONDS"
  shift
  rm -f "$(stamp "$directory")"
  touch "$BUILD_DIR/compiling"
  echo "Building Belfry (the log is $log) …"
  if ! talking_maven "$@" -pl appliance -am package 2>&1 | tee "$log" | told_by_maven; then
    grep -m 30 "ERROR" "$log" >&2 || tail -n 30 "$log" >&2
    fail "The build failed; the whole log is $log."
  fi
  [[ -n "$(newest "$directory")" ]] || fail "The build left no boot jar in $directory; see $log."
  # As old as the build's beginning: what was edited meanwhile is built next time.
  mv "$BUILD_DIR/compiling" "$(stamp "$directory")"
  echo "Built in $((SECONDS - started)) s."
}

# Says of Maven's log what is being fetched, compiled and packed, and after how many seconds.
told_by_maven() {
  local started="$SECONDS" line module fetched=0 said
  while IFS= read -r line; do
    said=""
    module="${line##*@ }"
    module="${module%% ---*}"
    case "$line" in
      *"Downloaded from"*)
        fetched=$((fetched + 1))
        ((fetched % 100)) || said="$fetched libraries and plugins fetched"
        ;;
      *:compile" "*"@ "*) said="compiling $module" ;;
      *:build-frontend" "*"@ "*) said="putting the pages together" ;;
      *:repackage" "*"@ "*) said="packing the boot jar" ;;
    esac
    [[ -z "$said" ]] || printf '  %3d s  %s\n' $((SECONDS - started)) "$said"
  done
}

# What the run directory depends on; the start-up cache holds for one JVM and one place only.
ingredients() {
  sha256sum "$(jar_to_run)" "$ROOT"/tools/{train.sh,SipTraining.java} "${JVM_FLAGS[@]#@}"
  echo "$RUN_DIR"
  grep '^JAVA_RUNTIME_VERSION=' "$JAVA_HOME/release"
}

extract() {
  rm -rf "$RUN_DIR"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$(jar_to_run)" extract --destination "$RUN_DIR" \
    >"$BUILD_DIR/extract.log" 2>&1 ||
    fail "The boot jar cannot be taken apart; see $BUILD_DIR/extract.log."
  ingredients >"$EXTRACTED"
}

is_trained() { [[ -s "$AOT_CACHE" ]]; }

# Records a start into the start-up cache (ADR 37) unless it is there. Two minutes of one core or more.
train() {
  (
    flock 8 # somebody may be at it
    ! is_trained || exit 0
    made_of="$(cat "$EXTRACTED")"
    code=0
    bash "$ROOT/tools/train.sh" "$JAVA_HOME/bin/java" "$(extracted_jar)" "$AOT_CACHE.new" "$BUILD_DIR/training.log" || code=1
    # Built anew meanwhile: what was recorded is of other jars.
    [[ "$(cat "$EXTRACTED" 2>/dev/null)" == "$made_of" ]] || exit 0
    if ((code == 0)); then
      mv "$AOT_CACHE.new" "$AOT_CACHE"
    else
      rm -f "$AOT_CACHE.new"
      echo "The start-up cache could not be made (see $BUILD_DIR/training.log): starting takes longer." >&2
    fi
  ) 8>"$BUILD_DIR/training.lock"
}

# The checked one.
boot_jar() {
  newest "$CHECKED_DIR"
}

extracted_jar() {
  newest "$RUN_DIR"
}

newest() {
  [[ -d "$1" ]] || return 0
  find "$1" -maxdepth 1 -name 'appliance-*-boot.jar' -printf '%T@ %p\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-
}

# Maven in the clone, with the JDK that was found, and no questions.
maven() {
  talking_maven -ntp "$@"
}

# The same, which says what it fetches.
talking_maven() {
  (cd "$ROOT" && mvn -B -Dstyle.color=never "$@" </dev/null)
}
