# shellcheck shell=bash
# ./belfry test-package: that package in a clean Debian.

uses lib/needs verbs/package

verb_test_package() {
  takes_nothing test-package "$@"
  is_root || fail "test-package needs root: it starts a Debian of its own."
  need_jdk
  need "${RUN_NEEDS[@]}" "${PACKAGE_NEEDS[@]}" "${PACKAGE_TEST_NEEDS[@]}"
  make_package
  try_package
}

# Becomes the test, so that whoever stops us stops it.
try_package() {
  exec bash "$ROOT/installer/test/clean-root.sh" "$(find "$ROOT/installer/target" -maxdepth 1 -name 'belfry_*.deb')"
}
