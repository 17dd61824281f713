# shellcheck shell=bash
# ./belfry test: every check and every test, as the build machine runs them.

uses lib/needs lib/build lib/tests verbs/fuzz verbs/package verbs/test-package verbs/libraries verbs/attack

readonly CI_FUZZ_SEED=20261121

readonly TEST_NEEDS=(
  sipp:sip-tester
  sipsak:sipsak
  baresip:baresip
  linphonec:linphone-cli
  chromium:chromium
  turnutils_uclient:coturn
  dnsmasq:dnsmasq-base
  kamailio:kamailio
  /usr/share/doc/kamailio-tls-modules/copyright:kamailio-tls-modules
  npm:npm
  ip:iproute2
  nft:nftables
  sox:sox
  opusdec:opus-tools
  openssl:openssl
  'libsrtp2.so.1:libsrtp2-1'
  curl:curl
  jq:jq
  python3:python3
  flite:flite
  espeak-ng:espeak-ng
  smtpd:opensmtpd
  ldapsearch:ldap-utils
  udhcpc:udhcpc
  dhcpcd:dhcpcd-base
  restic:restic
  mariadb-dump:mariadb-client
  mariadb:mariadb-client-core
  sshd:openssh-server
  ssh-keygen:openssh-client
  shellcheck:shellcheck
  mksquashfs:squashfs-tools
  mkfs.ext4:e2fsprogs
  gpgv:gpgv
  grub-script-check:grub-common
  svmap:sipvicious
  pebble:pebble
  named:bind9
)

verb_test() {
  takes_nothing test "$@"
  local had_kamailio="" had_coturn="" had_sshd="" had_named=""
  ! is_there kamailio || had_kamailio=yes
  ! is_there sshd || had_sshd=yes
  ! is_there named || had_named=yes
  ! is_there turnserver || had_coturn=yes
  need_jdk
  need "${RUN_NEEDS[@]}" "${TEST_NEEDS[@]}" "${PACKAGE_NEEDS[@]}" "${PACKAGE_TEST_NEEDS[@]}"
  # Their packages would have them started at the next boot, on our ports.
  [[ -n "$had_kamailio" ]] || systemctl --quiet disable kamailio 2>/dev/null || true
  [[ -n "$had_coturn" ]] || systemctl --quiet disable --now coturn 2>/dev/null || true
  [[ -n "$had_named" ]] || systemctl --quiet disable --now named 2>/dev/null || true
  [[ -n "$had_sshd" ]] || systemctl --quiet disable ssh 2>/dev/null || true
  forget_reports
  since_the_start "all that the tests need is there"
  local code=0 log="$BUILD_DIR/package-test.log"
  package_test="" # not local: read when an interrupt ends us anywhere
  trap '[[ -z "$package_test" ]] || kill -TERM "$package_test" 2>/dev/null || true' EXIT
  maven -fae verify || code=$?
  since_the_start "Maven is done"
  # The package waits for its Debian more than it works: the rest goes on beside it.
  if ! is_root; then
    echo "The package is not tried: that needs root."
  elif [[ -z "$(boot_jar)" ]]; then
    echo "belfry: There is no boot jar, so no package was made and tried." >&2
    code=1
  else
    mkdir -p "$BUILD_DIR"
    (package_boot_jar && BELFRY_PACKAGE_TEST=short try_package) >"$log" 2>&1 &
    package_test=$!
  fi
  maven -q -fae spotless:check || {
    code=$?
    echo "belfry: Some sources are not formatted; ./belfry fmt mends that." >&2
  }
  shellcheck_is_content || code=1
  bash "$ROOT/iso/test/installer-test.sh" || code=1
  bash "$ROOT/iso/test/slots-test.sh" || code=1
  bash "$ROOT/installer/test/account-test.sh" || code=1
  bash "$ROOT/installer/test/firewall-test.sh" || code=1
  echo "Fuzzing for a minute …"
  fuzz_for 60 "$CI_FUZZ_SEED" || code=$?
  libraries_are_as_made || code=$?
  if [[ -n "$(boot_jar)" ]]; then
    (exec_attack "$(boot_jar)" --short) || {
      code=1
      echo "belfry: ./belfry attack --short found something open, or could not tell." >&2
    }
  fi
  since_the_start "the rest is done"
  if [[ -n "$package_test" ]]; then
    wait "$package_test" || {
      code=1
      echo "belfry: The package was not made or is not as it must be." >&2
    }
    package_test=""
    cat "$log"
    since_the_start "the package is done"
  fi
  sum_up "$code"
}

# The scripts of the image and of the package are looked at by their own tests.
shellcheck_is_content() (
  cd "$ROOT" || exit
  shellcheck -x -e SC1091 belfry .ci/run tools/*.sh tools/lib/*.sh tools/verbs/*.sh bench/run.sh
)

since_the_start() {
  printf 'belfry: %d:%02d min: %s.\n' $((SECONDS / 60)) $((SECONDS % 60)) "$1"
}
