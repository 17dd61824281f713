#!/usr/bin/env bash
# Makes the Debian package of a boot jar; ./belfry package calls it.
#   package.sh BOOT-JAR VERSION
# JAVA_HOME is a JDK 25; SOURCE_DATE_EPOCH the instant that all of it is dated at. The same jar, JDK and version
# give the same package but for the start-up cache, which a start of the appliance is recorded in.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly here jar="$1" version="$2" work="$here/target/package"
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022

fail() {
  echo "package: $*" >&2
  exit 1
}

# The modules that the list has.
modules() {
  grep -v '^#' "$here/modules.txt" | sort -u | paste -sd,
}

# What the jars use and the list has not.
missing_modules() {
  "$JAVA_HOME/bin/jdeps" --multi-release 25 --ignore-missing-deps --recursive --print-module-deps \
    --class-path "$1/lib/*" "$1/belfry.jar" | tr , '\n' | sort -u |
    comm -13 <(modules | tr , '\n') -
}

rm -rf "$here/target"
mkdir -p "$work"
cp -r "$here/debian" "$here/root" "$work"
# Modes as git has them, whatever the clone's umask was.
find "$work" -type d -exec chmod 755 {} + -o -perm -u+x -exec chmod 755 {} + -o -exec chmod 644 {} +
readonly lib="$work/root/usr/lib/belfry"

echo "Taking the boot jar apart …"
"$JAVA_HOME/bin/java" -Djarmode=tools -jar "$jar" extract --destination "$work/app" >"$here/target/extract.log" 2>&1 ||
  fail "The boot jar cannot be taken apart; see $here/target/extract.log."
mv "$work/app" "$lib/app"
mv "$lib"/app/appliance-*.jar "$lib/app/belfry.jar"
missing="$(missing_modules "$lib/app")"
[[ -z "$missing" ]] || fail "These modules are used and not in installer/modules.txt: $missing"

echo "Linking the Java runtime …"
"$JAVA_HOME/bin/jlink" --add-modules "$(modules)" --include-locales=en,de --no-header-files --no-man-pages \
  --output "$lib/runtime" >"$here/target/jlink.log" 2>&1 || fail "jlink failed; see $here/target/jlink.log."
# They draw on screens and play on loudspeakers; their libraries of X11 would have to be there.
rm -f "$lib"/runtime/lib/lib{awt_xawt,splashscreen,jsound,jawt}.so

echo "Recording a start …"
# The JVM takes the cache only with jars and a runtime of the same size and instant, so they get theirs first.
find "$lib/app" "$lib/runtime" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
bash "$here/../tools/train.sh" "$lib/runtime/bin/java" "$lib/app/belfry.jar" "$lib/belfry.aot" "$here/target/training.log" ||
  fail "The start-up cache was not made; see $here/target/training.log."

python3 "$here/sbom.py" "$lib" "$version" "$SOURCE_DATE_EPOCH" "$here/../webui/src/libraries/package-lock.json" >"$lib/belfry.cdx.json" ||
  fail "The list of what the package is made of was not made."

echo "$version" >"$lib/version"
# Keys that may sign updates, for owners without a shell.
if [[ -n "${BELFRY_RELEASE_KEYS:-}" ]]; then
  mkdir -p "$work/root/usr/share/belfry/keys"
  cp "$BELFRY_RELEASE_KEYS"/*.gpg "$work/root/usr/share/belfry/keys/"
fi

mkdir -p "$work/root/usr/share/doc/belfry"
cp "$here/../docs/"{configuration,operations,install}.md "$work/root/usr/share/doc/belfry/"
cat >"$work/debian/changelog" <<TEXT
belfry ($version) unstable; urgency=medium

  * See /usr/share/doc/belfry.

 -- Belfry <packages@belfry.org>  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
TEXT

echo "Packing …"
(cd "$work" && dpkg-buildpackage -b -d -us -uc -ui) >"$here/target/build.log" 2>&1 || {
  tail -n 20 "$here/target/build.log" >&2
  fail "The package was not built; see $here/target/build.log."
}
readonly package="$here/target/belfry_${version}_amd64.deb"
[[ -s "$package" ]] || fail "The build left no $package."
cp "$lib/belfry.cdx.json" "${package%.deb}.cdx.json"
rm -rf "$work" "$here"/target/*.{buildinfo,changes}
(cd "$here/target" && sha256sum "${package##*/}" >"${package##*/}.sha256")
echo "$package"
