# shellcheck shell=bash
# ./belfry test-image: that image in qemu.

uses lib/image

# Makes the image first, unless BELFRY_ISO names one.
verb_test_image() {
  need "${IMAGE_TEST_NEEDS[@]}"
  local iso="${BELFRY_ISO:-}"
  if [[ -z "$iso" ]]; then
    make_image iso
    iso="$(newest_image)"
  fi
  PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/iso/test/image_test.py" test "$iso" "$@"
}

newest_image() {
  find "$ROOT/iso/target" -maxdepth 1 -name 'belfry-*.iso' -printf '%T@ %p\n' 2>/dev/null |
    sort -rn | head -n 1 | cut -d ' ' -f 2-
}
