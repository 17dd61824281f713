#!/usr/bin/env bash
# Makes the image. Called by ./belfry, which installs what it needs:
#   image.sh iso      iso/target/belfry-VERSION.iso with manifest, SBOM, checksums and the system in it as a file of its
#                     own, for updates; prints the path of the image last
#   image.sh qcow2    a disk for virtual machines, installed by that image in qemu
# BELFRY_DEB names the Debian package to take; otherwise it is the newest in installer/target.
# BELFRY_SUITE names Debian's release.
set -euo pipefail

ISO="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
REPO="$(dirname "$ISO")"
readonly ISO REPO
readonly OUT="$ISO/target"
readonly ROOT="$OUT/root"
readonly TREE="$OUT/tree"
readonly LOG="$OUT/image.log"
readonly SUITE="${BELFRY_SUITE:-trixie}"
readonly LARGEST_MB=900
readonly ESP_KB=12288

main() {
  [[ "$(id -u)" -eq 0 ]] || fail "The image is made by root: the system in it belongs to root."
  SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$REPO" log -1 --format=%ct)}"
  export SOURCE_DATE_EPOCH
  export LC_ALL=C.UTF-8 TZ=UTC
  mkdir -p "$OUT"
  trap 'ended $?' EXIT
  IMAGE_DEB="${BELFRY_DEB:-$(newest_package)}"
  [[ -f "$IMAGE_DEB" ]] || fail "There is no Debian package of Belfry; ./belfry package makes it."
  mirror_sources >"$OUT/sources.list"
  # With Debian's own date: security fixes alone make a newer image too.
  IMAGE_VERSION="$(dpkg-deb -f "$IMAGE_DEB" Version)+debian$(debian_date)"
  export IMAGE_DEB IMAGE_VERSION
  IMAGE="$OUT/belfry-$IMAGE_VERSION.iso"
  case "$1" in
    iso) make_iso ;;
    qcow2) make_qcow2 ;;
    *) fail "image.sh makes iso or qcow2, not '$1'." ;;
  esac
}

newest_package() {
  find "$REPO/installer/target" -maxdepth 1 -name 'belfry_*.deb' -printf '%T@ %p\n' 2>/dev/null |
    sort -rn | head -n 1 | cut -d ' ' -f 2-
}

make_iso() {
  step "Debian $SUITE" make_root
  step "what must not be in it" check_root
  step "manifest, SBOM and sums" describe_root
  step "squashfs" make_squashfs
  step "image" make_image
  local megabytes
  megabytes=$(($(stat -c %s "$IMAGE") / 1000000))
  ((megabytes <= LARGEST_MB)) || fail "The image has $megabytes MB; $LARGEST_MB are the most."
  mv "$TREE/live/filesystem.squashfs" "$OUT/belfry-$IMAGE_VERSION.squashfs"
  (cd "$OUT" && sha256sum "belfry-$IMAGE_VERSION".{iso,squashfs,packages,cdx.json} >"belfry-$IMAGE_VERSION.SHA256SUMS")
  rm -rf "$ROOT" "$TREE"
  echo "$megabytes MB, SHA-256 $(cut -c 1-64 "$OUT/belfry-$IMAGE_VERSION.SHA256SUMS" | head -n 1)"
  echo "$IMAGE"
}

# ---- the root --------------------------------------------------------------------------------------

make_root() {
  local packages
  packages="$(sed -e 's/#.*//' "$ISO/packages.txt" | xargs | tr ' ' ,)"
  rm -rf "$ROOT"
  # Manuals and translations are for other machines.
  mmdebstrap --mode=root --variant=minbase --architectures=amd64 --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --customize-hook="$ISO/customize.sh" \
    "$SUITE" "$ROOT" "$OUT/sources.list"
}

# The sources of this machine's apt with the image's release in place of its own. The first host that
# serves Debian is the mirror; its security archive is taken when it has the release.
mirror_sources() {
  local mirror
  mirror="$(mirror)"
  [[ -n "$mirror" ]] || fail "The configuration of apt names no mirror of Debian."
  echo "deb $mirror $SUITE main"
  local each
  for each in "$mirror $SUITE-updates" "${mirror%/debian}/debian-security $SUITE-security"; do
    if curl -fsL -m 20 -o "$OUT/release.check" "${each% *}/dists/${each#* }/InRelease"; then
      echo "deb $each main"
    fi
  done
  rm -f "$OUT/release.check"
}

# When the newest of these was made.
debian_date() {
  local address suite
  while read -r _ address suite _; do
    date -u -d "$(curl -fsL -m 20 "$address/dists/$suite/InRelease" | sed -n 's/^Date: //p')" +%Y%m%d%H%M
  done <"$OUT/sources.list" | sort | tail -n 1 | grep . || fail "Debian's mirror does not say how old it is."
}

mirror() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f "$file" ]] || continue
    sed -n 's/^deb \(\[[^]]*\] \)\?\(https\?:[^ ]*\/debian\)\/\? .*/\2/p' "$file"
  done | head -n 1 | grep . && return
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f "$file" ]] || continue
    sed -n 's/^URIs: *\(https\?:[^ ]*\/debian\)\/\?\( .*\)\?$/\1/p' "$file"
  done | head -n 1
}

# Keys, identities and the mirror's name have no place in what many machines get.
check_root() {
  local found host
  found="$(find "$ROOT"/etc/ssh/ssh_host_* "$ROOT"/etc/ssl/private/* "$ROOT"/var/lib/belfry/* \
    "$ROOT"/var/lib/systemd/random-seed "$ROOT"/var/lib/dbus/machine-id -maxdepth 0 2>/dev/null || true)"
  [[ -z "$found" ]] || fail "The root holds what each machine must make for itself: $found"
  [[ ! -s "$ROOT/etc/machine-id" ]] || fail "The root has a machine id."
  found="$(awk -F: '$2 !~ /^[!*]/ { print $1 }' "$ROOT/etc/shadow")"
  [[ -z "$found" ]] || fail "These accounts have a password, or none to ask for: $found"
  host="$(mirror | sed 's|https\?://\([^/:]*\).*|\1|')"
  # Debian's own documents name Debian's own hosts.
  local -a places=("$ROOT")
  [[ "$host" != *.debian.org ]] || places=("$ROOT/etc" "$ROOT/var")
  found="$(grep -rlF --exclude-dir=info "$host" "${places[@]}" | head -n 5 || true)"
  [[ -z "$found" ]] || fail "The mirror's name is in the root: $found"
}

describe_root() {
  # shellcheck disable=SC2016 # dpkg's variables
  dpkg-query --admindir="$ROOT/var/lib/dpkg" -W -f '${Package} ${Version} ${Architecture}\n' \
    >"$OUT/belfry-$IMAGE_VERSION.packages"
  python3 "$ISO/sbom.py" "$ROOT" "$IMAGE_VERSION" "$SOURCE_DATE_EPOCH" >"$OUT/belfry-$IMAGE_VERSION.cdx.json"
  # What an update asks: does it fit into a slot, and is every file there as it was made?
  echo "MEGABYTES=$(du -s -x -B 1000000 "$ROOT" | cut -f 1)" >>"$ROOT/etc/belfry-image"
  local sums="$ROOT/usr/lib/belfry-image/files.sha256"
  (cd "$ROOT" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp \) -prune -o \
    -type f -printf '%P\0' | sort -z | xargs -0 sha256sum --) >"$OUT/files.sha256"
  mv "$OUT/files.sha256" "$sums"
  touch -d "@$SOURCE_DATE_EPOCH" "$sums" "$ROOT/etc/belfry-image"
}

# ---- the image -------------------------------------------------------------------------------------

make_squashfs() {
  rm -rf "$TREE"
  mkdir -p "$TREE/live"
  # What only a running machine has; the level is where more costs minutes for little.
  mksquashfs "$ROOT" "$TREE/live/filesystem.squashfs" -comp zstd -Xcompression-level 6 -noappend -no-progress \
    -wildcards -e 'proc/*' 'sys/*' 'dev/*' 'run/*' 'tmp/*'
}

make_image() {
  mkdir -p "$TREE/boot/grub" "$TREE/.disk"
  cp "$(readlink -f "$ROOT"/boot/vmlinuz-*)" "$TREE/live/vmlinuz"
  cp "$(readlink -f "$ROOT"/boot/initrd.img-*)" "$TREE/live/initrd.img"
  cp "$ISO/boot/iso.cfg" "$TREE/boot/grub/grub.cfg"
  # Debian's signed GRUB looks for the first, our own configuration for the second.
  echo "Belfry $IMAGE_VERSION" | tee "$TREE/.disk/info" >"$TREE/.disk/belfry"
  # GRUB of the image's own release, run in its root.
  chroot "$ROOT" grub-mkimage -O i386-pc-eltorito -p /boot/grub -o /run/eltorito.img \
    biosdisk iso9660 part_msdos part_gpt fat ext2 normal configfile linux search search_fs_file search_fs_uuid \
    search_label loadenv serial terminal test echo minicmd halt reboot
  mv "$ROOT/run/eltorito.img" "$TREE/boot/grub/eltorito.img"
  make_esp
  find "$TREE" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  rm -f "$IMAGE"
  xorriso -report_about SORRY -as mkisofs -o "$IMAGE" -V BELFRY -r -J -joliet-long \
    --modification-date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S00)" \
    --grub2-mbr "$ROOT/usr/lib/grub/i386-pc/boot_hybrid.img" --mbr-force-bootable -partition_offset 16 \
    -c boot/grub/boot.cat -b boot/grub/eltorito.img -no-emul-boot -boot-load-size 4 -boot-info-table --grub2-boot-info \
    -append_partition 2 0xef "$OUT/esp.img" \
    -eltorito-alt-boot -e --interval:appended_partition_2:all:: -no-emul-boot \
    "$TREE"
}

# Made with mtools, since not every machine's kernel has vfat.
make_esp() {
  local esp="$OUT/esp.img" files="$OUT/esp"
  rm -rf "$esp" "$files"
  mkdir -p "$files/EFI/BOOT" "$files/boot/grub"
  cp "$ROOT/usr/lib/shim/shimx64.efi.signed" "$files/EFI/BOOT/BOOTX64.EFI"
  cp "$ROOT/usr/lib/shim/mmx64.efi.signed" "$files/EFI/BOOT/mmx64.efi"
  cp "$ROOT/usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed" "$files/EFI/BOOT/grubx64.efi"
  # From a USB stick this is where GRUB looks, its root being this partition.
  cp "$ISO/boot/esp.cfg" "$files/boot/grub/grub.cfg"
  find "$files" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
  mkfs.vfat -C --invariant -i "$(printf %08x $((SOURCE_DATE_EPOCH & 0xffffffff)))" -n BELFRY-EFI "$esp" "$ESP_KB" >/dev/null
  mcopy -s -m -i "$esp" "$files/EFI" "$files/boot" ::
}

# ---- a disk for virtual machines -------------------------------------------------------------------

make_qcow2() {
  [[ -f "$IMAGE" ]] || make_iso
  PYTHONDONTWRITEBYTECODE=1 python3 "$ISO/test/image_test.py" qcow2 "$IMAGE" "$OUT/belfry-$IMAGE_VERSION.qcow2"
  (cd "$OUT" && sha256sum "belfry-$IMAGE_VERSION.qcow2" >"belfry-$IMAGE_VERSION.qcow2.SHA256SUMS")
  echo "$OUT/belfry-$IMAGE_VERSION.qcow2"
}

# ---- small things ----------------------------------------------------------------------------------

STEP=""

# step WORDS COMMAND… says what is done and how long it took; what the command says is kept.
step() {
  local started="$SECONDS"
  STEP="$1"
  shift
  "$@" >"$LOG" 2>&1
  echo "$STEP: $((SECONDS - started)) s"
  STEP=""
}

# A step is not called in a condition, where bash would go on after its first mistake.
ended() {
  (($1)) && [[ -n "$STEP" ]] || return 0
  tail -n 20 "$LOG" >&2
  echo "belfry: The image failed at: $STEP; see $LOG." >&2
}

fail() {
  printf 'belfry: %s\n' "$@" >&2
  exit 1
}

main "$@"
