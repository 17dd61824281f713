# shellcheck shell=bash
# ./belfry reproducible: the boot jar of the last commit, built twice in two places.

uses lib/needs

# What may differ between two machines differs here: place, time zone, language, umask.
verb_reproducible() {
  takes_nothing reproducible "$@"
  local work each
  need_jdk
  need "${RUN_NEEDS[@]}"
  work="$(mktemp -d "${TMPDIR:-/var/tmp}/belfry-twice.XXXXXX")"
  # shellcheck disable=SC2064 # the directory of now
  trap "rm -rf '$work'" EXIT
  git clone -q --no-hardlinks "$ROOT" "$work/a"
  git clone -q --no-hardlinks "$ROOT" "$work/another/and deeper"
  ln -s "another/and deeper" "$work/b"
  for each in a b; do
    echo "Building it in $(readlink -f "$work/$each") …"
    (
      cd "$(readlink -f "$work/$each")"
      if [[ "$each" == b ]]; then
        umask 077
        export TZ=Asia/Kathmandu LC_ALL=C
      fi
      mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true -pl appliance -am package </dev/null
    ) >"$work/$each.log" 2>&1 || fail "It does not build: $(tail -n 5 "$work/$each.log")"
    mkdir "$work/$each.files"
    (cd "$work/$each.files" && "$JAVA_HOME/bin/jar" xf "$work/$each"/appliance/target/appliance-*-boot.jar && find . -type f -exec sha256sum {} + | sort -k 2) >"$work/$each.sums"
  done
  (cd "$work" && sha256sum {a,b}/appliance/target/appliance-*-boot.jar)
  if cmp -s "$work"/a/appliance/target/appliance-*-boot.jar "$work"/b/appliance/target/appliance-*-boot.jar; then
    echo "The same bytes twice."
    return
  fi
  echo "Not the same. These files in it differ, or their order or dates do:" >&2
  diff "$work/a.sums" "$work/b.sums" >&2 || true
  return 1
}
