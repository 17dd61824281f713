# shellcheck shell=bash
# ./belfry release: what an update server offers, as static files.

uses lib/needs lib/build verbs/package

readonly RELEASE_NEEDS=(gpg:gpg apt-ftparchive:apt-utils python3:python3)

# The package with the key that signs it, its update file for the page, latest.json for Belfrys that look for a newer
# version, and a flat apt repository for belfry update.
verb_release() {
  shift
  local key="" notes="" directory="$ROOT/installer/target/release"
  while (($#)); do
    case "$1" in
      --key) key="${2:?}" && shift 2 ;;
      --notes) notes="$(readlink -f "${2:?}")" && shift 2 ;;
      --directory) directory="$(readlink -m "${2:?}")" && shift 2 ;;
      *) usage_error "'release' does not know '$1'." ;;
    esac
  done
  [[ -n "$key" ]] || usage_error "'release' needs --key: the OpenPGP key that signs updates."
  [[ -z "$notes" || -r "$notes" ]] || fail "$notes cannot be read."
  need "${RELEASE_NEEDS[@]}"
  mkdir -p "$BUILD_DIR/keys" "$directory"
  gpg --export "$key" >"$BUILD_DIR/keys/maker.gpg"
  [[ -s "$BUILD_DIR/keys/maker.gpg" ]] || fail "gpg has no key '$key'."
  BELFRY_RELEASE_KEYS="$BUILD_DIR/keys" make_package
  release "$(find "$ROOT/installer/target" -maxdepth 1 -name 'belfry_*.deb')" "$key" "$notes" "$directory"
}

# release PACKAGE KEY NOTES DIRECTORY: everything but the package itself.
release() (
  local version
  version="$(dpkg-deb -f "$1" Version)"
  cd "$4" || exit
  cp "$1" .
  gpg --batch --yes -u "$2" --detach-sign -o "${1##*/}.sig" "${1##*/}"
  python3 - "${1##*/}" "$version" "$3" <<'PYTHON'
import json, os, pathlib, sys, time, zipfile

package, version, notes = sys.argv[1:]
name = f"belfry_{version}.update"
at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
about = {"version": version, "at": at, "notes": pathlib.Path(notes).read_text() if notes else ""}
with zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as update:
    update.write(package, "package.deb")
    update.write(package + ".sig", "package.deb.sig")
    update.writestr("update.json", json.dumps(about))
about |= {"file": name, "size": os.path.getsize(name)}
# Last, so that nobody is told of a file that is not whole.
pathlib.Path("latest.json.new").write_text(json.dumps(about, indent=1) + "\n")
os.replace("latest.json.new", "latest.json")
PYTHON
  apt-ftparchive packages . >Packages
  apt-ftparchive -o APT::FTPArchive::Release::Suite=belfry release . >Release
  gpg --batch --yes -u "$2" --clearsign -o InRelease Release
  echo "$4 has version $version. Copy it to the update server."
)
