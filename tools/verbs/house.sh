# shellcheck shell=bash
# ./belfry house: the shape of the call control in figures.

uses lib/needs lib/build

# The figures of HouseTest, and what is in the way of better ones.
verb_house() {
  takes_nothing house "$@"
  need_jdk
  need mvn:maven
  local log="$BUILD_DIR/house.log" result=0
  mkdir -p "$BUILD_DIR"
  maven -q -pl pbx-core -Dspotless.check.skip=true -Dtest=HouseTest test >"$log" 2>&1 || result=$?
  cat "$ROOT/pbx-core/target/house.txt" || fail "The tests do not compile; see $log."
  ((result == 0)) || fail "The house has got worse; see $log."
}
