# shellcheck shell=bash
# ./belfry libraries: what the pages have of others for the browser, a file each.

uses lib/needs

readonly ASSETS=webui/src/main/resources/META-INF/resources/assets

# Library, its name, its site, its file.
readonly LIBRARIES=(
  'jssip JsSIP https://jssip.net phone/jssip.js'
  'chart.js Chart.js https://www.chartjs.org charts/chart.js'
)

# What is committed is what ./belfry libraries makes, byte for byte.
libraries_are_as_made() {
  local made="$BUILD_DIR/libraries/made" each file same=yes
  bundle_libraries "$made" || return 1
  for each in "${LIBRARIES[@]}"; do
    file="${each##* }"
    cmp -s "$made/$file" "$ROOT/$ASSETS/$file" || {
      echo "belfry: $ASSETS/$file is not what ./belfry libraries makes." >&2
      same=""
    }
  done
  [[ -n "$same" ]]
}

# bundle_libraries DIRECTORY
bundle_libraries() (
  need npm:npm
  local to="$1" work="$BUILD_DIR/libraries" source="$ROOT/webui/src/libraries" package name site file version
  mkdir -p "$work"
  cp "$source"/{package.json,package-lock.json,.npmrc,*.js} "$work"
  cd "$work" || exit
  npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1 ||
    fail "npm did not give the libraries; see $work/npm.log."
  while read -r package name site file; do
    version="$(sed -n "s/^ *\"$package\": \"\(.*\)\".*/\1/p" package.json)"
    node_modules/.bin/esbuild "${file##*/}" --bundle --minify --format=esm --legal-comments=none --log-level=warning \
      --banner:js="// $name $version (MIT License, $site), made by ./belfry libraries" --outfile="$to/$file" || exit
  done < <(printf '%s\n' "${LIBRARIES[@]}")
)

verb_libraries() {
  takes_nothing libraries "$@"
  bundle_libraries "$ROOT/$ASSETS"
}
