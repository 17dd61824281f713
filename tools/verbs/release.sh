# shellcheck shell=bash
# ./belfry release: what an update server offers, as static files.

uses lib/needs lib/build lib/image verbs/package

readonly RELEASE_NEEDS=(gpg:gpg apt-ftparchive:apt-utils python3:python3)

# The package with the key that signs it, its update file for the page, latest.json for Belfrys that look for a newer
# version, and a flat apt repository for belfry update; with --image the same of the image's system, for its slots.
verb_release() {
  shift
  local key="" notes="" image="" directory="$ROOT/installer/target/release"
  while (($#)); do
    case "$1" in
      --key) key="${2:?}" && shift 2 ;;
      --notes) notes="$(readlink -f "${2:?}")" && shift 2 ;;
      --directory) directory="$(readlink -m "${2:?}")" && shift 2 ;;
      --image) image=yes && shift ;;
      *) usage_error "'release' does not know '$1'." ;;
    esac
  done
  [[ -n "$key" ]] || usage_error "'release' needs --key: the OpenPGP key that signs updates."
  [[ -z "$notes" || -r "$notes" ]] || fail "$notes cannot be read."
  [[ -z "$image" ]] || is_root || fail "--image needs root: the system in it belongs to root."
  need "${RELEASE_NEEDS[@]}"
  mkdir -p "$BUILD_DIR/keys" "$directory"
  gpg --export "$key" >"$BUILD_DIR/keys/maker.gpg"
  [[ -s "$BUILD_DIR/keys/maker.gpg" ]] || fail "gpg has no key '$key'."
  local package system=""
  if [[ -n "${BELFRY_DEB:-}" ]]; then
    package="$BELFRY_DEB" # an older package with newer Debian packages
  else
    BELFRY_RELEASE_KEYS="$BUILD_DIR/keys" make_package
    package="$(find "$ROOT/installer/target" -maxdepth 1 -name 'belfry_*.deb')"
  fi
  if [[ -n "$image" ]]; then
    BELFRY_DEB="$package" make_image iso
    system="$(find "$ROOT/iso/target" -maxdepth 1 -name 'belfry-*.squashfs' -printf '%T@ %p\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-)"
  fi
  release "$package" "$system" "$key" "$notes" "$directory"
}

# release PACKAGE SYSTEM KEY NOTES DIRECTORY: everything but these two themselves. SYSTEM is the image's, or empty.
release() (
  local version file key="$3"
  version="$(dpkg-deb -f "$1" Version)"
  cd "$5" || exit
  for file in "$1" ${2:+"$2"}; do
    [[ "$file" -ef "${file##*/}" ]] || cp "$file" .
    gpg --batch --yes -u "$key" --detach-sign -o "${file##*/}.sig" "${file##*/}"
  done
  python3 "$ROOT/tools/release.py" "$4" "${1##*/}" "$version" "${2##*/}"
  apt-ftparchive packages . >Packages
  apt-ftparchive -o APT::FTPArchive::Release::Suite=belfry release . >Release
  gpg --batch --yes -u "$key" --clearsign -o InRelease Release
  echo "$5 has version $version. Copy it to the update server."
)
