# shellcheck shell=bash
# The installable image.

uses lib/needs verbs/package

readonly IMAGE_NEEDS=(
  mmdebstrap:mmdebstrap
  mksquashfs:squashfs-tools
  xorriso:xorriso
  mcopy:mtools
  mkfs.vfat:dosfstools
  curl:curl
  python3:python3
)

readonly IMAGE_TEST_NEEDS=(
  qemu-system-x86_64:qemu-system-x86
  qemu-img:qemu-utils
  /usr/share/OVMF/OVMF_CODE_4M.secboot.fd:ovmf
  chromium:chromium
  baresip:baresip
)

# make_image iso|qcow2. The image is made of the Debian package of this commit, or of BELFRY_DEB.
make_image() {
  is_root || fail "The image is made by root: the system in it belongs to root."
  need "${IMAGE_NEEDS[@]}"
  [[ "$1" == iso ]] || need "${IMAGE_TEST_NEEDS[@]}"
  [[ -n "${BELFRY_DEB:-}" ]] || make_package
  bash "$ROOT/iso/image.sh" "$1"
}
