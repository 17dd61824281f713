# shellcheck shell=bash
# ./belfry phone: JsSIP as one file for the phone in the portal.

uses lib/needs

readonly JSSIP=webui/src/main/resources/META-INF/resources/assets/phone/jssip.js

# What is committed is what ./belfry phone makes, byte for byte.
phone_is_as_made() {
  local made="$BUILD_DIR/phone/made.js"
  bundle_phone "$made" || return 1
  cmp -s "$made" "$ROOT/$JSSIP" || {
    echo "belfry: $JSSIP is not what ./belfry phone makes." >&2
    return 1
  }
}

bundle_phone() (
  need npm:npm
  local bundle="$1"
  local work="$BUILD_DIR/phone" source="$ROOT/webui/src/phone" version
  mkdir -p "$work"
  cp "$source"/{package.json,package-lock.json,.npmrc,jssip.js} "$work"
  cd "$work" || exit
  npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1 ||
    fail "npm did not give JsSIP; see $work/npm.log."
  version="$(sed -n 's/^ *"jssip": "\(.*\)".*/\1/p' package.json)"
  node_modules/.bin/esbuild jssip.js --bundle --minify --format=esm --legal-comments=none --log-level=warning \
    --banner:js="// JsSIP $version (MIT License, https://jssip.net), made by ./belfry phone" \
    --outfile="$bundle"
)

verb_phone() {
  takes_nothing phone "$@"
  bundle_phone "$ROOT/$JSSIP"
}
