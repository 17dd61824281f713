# shellcheck shell=bash disable=SC2034
# What must be installed, and how it gets there. Each verb says what it needs.

# As "command:Debian package" or "library:Debian package"; | parts names that a package has in different releases. The
# core packages of MariaDB hold its programs but no service, so nothing of theirs ever listens on this machine.
readonly RUN_NEEDS=(
  mvn:maven
  mariadbd:mariadb-server-core
  mariadb-install-db:mariadb-server-core
  my_print_defaults:mariadb-client-core
  'libspandsp.so.2:libspandsp2|libspandsp2t64'
)

readonly PACKAGE_NEEDS=(
  mvn:maven
  dpkg-buildpackage:dpkg-dev
  dh:debhelper
  make:make
  python3:python3
)

readonly PACKAGE_TEST_NEEDS=(
  mmdebstrap:mmdebstrap
  systemd-nspawn:systemd-container
  baresip:baresip
  gpg:gnupg
  gpgv:gpgv
  apt-ftparchive:apt-utils
  lintian:lintian
  curl:curl
  jq:jq
  nft:nftables
  udhcpc:udhcpc
  systemd-analyze:systemd
)

readonly JDK_PACKAGES=(temurin-25-jdk openjdk-25-jdk-headless)

# Sets and exports JAVA_HOME to a JDK 25.
need_jdk() {
  local found
  found="$(find_jdk)" || true
  if [[ -z "$found" ]] && is_root && has_apt; then
    local package
    package="$(first_known "${JDK_PACKAGES[@]}")" || {
      refresh_package_lists
      package="$(first_known "${JDK_PACKAGES[@]}")" || true
    }
    if [[ -n "$package" ]]; then
      install_packages "$package"
      found="$(find_jdk)" || true
    fi
  fi
  [[ -n "$found" ]] || fail "Belfry needs a JDK 25 with the Shenandoah collector and none was found in JAVA_HOME, /usr/lib/jvm, /opt or on the PATH." \
    "Install ${JDK_PACKAGES[0]} (Eclipse Temurin's package source) or ${JDK_PACKAGES[1]} (Debian's, where it has one), or unpack any JDK 25 but Oracle's and set JAVA_HOME to it."
  if [[ -n "${JAVA_HOME:-}" && "$JAVA_HOME" != "$found" ]]; then
    echo "JAVA_HOME ($JAVA_HOME) is not a JDK 25; using $found." >&2
  fi
  export JAVA_HOME="$found"
}

find_jdk() {
  local on_path candidate
  on_path="$(readlink -f "$(command -v javac || true)" || true)"
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk* /opt/java/* "${on_path%/bin/javac}"; do
    # Not every build has the collector: Oracle's own has not.
    if [[ -x "$candidate/bin/javac" && -f "$candidate/release" ]] &&
      grep -q '^JAVA_VERSION="25[."]' "$candidate/release" &&
      grep -q UseShenandoahGC "$candidate/lib/server/libjvm.so"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

# need command:package… installs what is missing as root, and otherwise says what to install.
need() {
  local -a missing=()
  local package
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  has_apt || fail "Please install ${missing[*]} (the names of Debian's packages) and try again."
  is_root || fail "Please install what is missing and try again: sudo apt-get install ${missing[*]}"
  for package in "${missing[@]}"; do
    first_known "$package" >/dev/null && continue
    refresh_package_lists
    mapfile -t missing < <(missing_packages "$@")
    break
  done
  install_packages "${missing[@]}"
  # What counts is what is there now: a trigger of another package may have failed apt's run.
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} == 0)) || fail "These packages could not be installed: ${missing[*]}. See $BUILD_DIR/apt.log."
}

missing_packages() {
  local pair
  local -a names
  for pair in "$@"; do
    is_there "${pair%%:*}" && continue
    IFS='|' read -ra names <<<"${pair#*:}"
    first_known "${names[@]}" || echo "${names[0]}"
  done | sort -u
}

is_there() {
  case "$1" in
    /*) [[ -e "$1" ]] ;;
    lib*.so*) compgen -G "/usr/lib/*/$1*" >/dev/null || compgen -G "/usr/lib/$1*" >/dev/null ;;
    *) PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null ;;
  esac
}

# The first of the packages that apt could install.
first_known() {
  local package
  for package in "$@"; do
    if LC_ALL=C apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]'; then
      echo "$package"
      return 0
    fi
  done
  return 1
}

refresh_package_lists() {
  mkdir -p "$BUILD_DIR"
  echo "Fetching Debian's package lists …" >&2
  apt-get -q update >>"$BUILD_DIR/apt.log" 2>&1 </dev/null ||
    echo "Not all package lists could be fetched; trying with what is there." >&2
}

install_packages() {
  mkdir -p "$BUILD_DIR"
  echo "Installing $* …" >&2
  without_services apt_install "$@" || {
    refresh_package_lists # the lists may name versions that are gone
    without_services apt_install "$@" || echo "apt-get was not content; looking at what it installed." >&2
  }
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "$@" >>"$BUILD_DIR/apt.log" 2>&1 </dev/null
}

# Runs a command while Debian's own switch (policy-rc.d) keeps packages from starting their services.
without_services() (
  policy=/usr/sbin/policy-rc.d
  kept=""
  if [[ -e "$policy" ]] && ! grep -q 'by belfry' "$policy"; then
    kept="$policy.before-belfry"
    mv "$policy" "$kept"
  fi
  trap 'rm -f "$policy"; [[ -z "$kept" ]] || mv "$kept" "$policy"' EXIT
  trap 'exit 130' INT TERM
  printf '#!/bin/sh\n# by belfry, while it installs packages\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  "$@"
)
