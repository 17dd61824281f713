# shellcheck shell=bash
# ./belfry package: the Debian package, in installer/target.

uses lib/needs lib/build

make_package() {
  need_jdk
  need "${RUN_NEEDS[@]}" "${PACKAGE_NEEDS[@]}"
  compile_checked
  package_boot_jar
}

# The same commit gives the same version and, from the same jar, the same package.
package_boot_jar() {
  local epoch version
  epoch="${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || stat -c %Y "$(boot_jar)")}"
  version="$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$ROOT/pom.xml" | head -n 1)"
  version="${BELFRY_VERSION:-$version+$(date -u -d "@$epoch" +%Y%m%d%H%M%S)}"
  SOURCE_DATE_EPOCH="$epoch" bash "$ROOT/installer/package.sh" "$(boot_jar)" "$version"
}

verb_package() {
  takes_nothing package "$@"
  make_package
}
