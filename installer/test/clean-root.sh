#!/usr/bin/env bash
# The package in a Debian of its own, with systemd: installed, booted, called, updated, interrupted, removed.
#   clean-root.sh PACKAGE
# BELFRY_PACKAGE_TEST=short leaves out what takes longest: updates that are undone or killed, a repository, going back
# to an older version, the attack; attack has nothing but the attack. Where a machine lets nobody boot a Debian in namespaces, chroot.sh tries what it can, and
# BELFRY_PACKAGE_TEST=chroot has it so anywhere.
# BELFRY_KILLS says how many updates are killed (2).
# BELFRY_BARE_ROOT names a tar of the bare Debian, which is made when it is not there, for those who run this often.
# Needs root. Everything happens in namespaces that end with this script, and in one directory.
set -euo pipefail
package="$(readlink -f "$1")"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [[ -z "${BELFRY_TEST_INSIDE:-}" ]]; then
  # Mounts of ours are nobody else's, and go with us.
  BELFRY_TEST_INSIDE=yes exec unshare --mount --propagation private bash "$here/clean-root.sh" "$package"
fi
work="$(mktemp -d /var/tmp/belfry-root.XXXXXX)"
root="$work/root"
readonly package here work root log="$work/log" netns="belfry-phones-$$" pbx="belfry-pbx-$$" KILLS="${BELFRY_KILLS:-2}"
readonly variant="${BELFRY_PACKAGE_TEST:-whole}"
readonly nspawn=(systemd-nspawn -q -D "$root" --machine="belfry-test-$$" --register=no --keep-unit --resolv-conf=copy-host)
container=""
leader=""
lintian=""
. "$here/common.sh"
. "$here/chroot.sh"

main() {
  trap cleanup EXIT
  trap 'exit 130' INT TERM
  if [[ "${BELFRY_LINTIAN:-}" != no ]]; then
    lintian_is_content &
    lintian=$!
  fi
  make_root
  if [[ "$variant" == chroot ]]; then
    echo "package: tried without systemd, as was asked."
    without_systemd
  elif ! starts_containers; then
    echo "package: THIS MACHINE BOOTS NO DEBIAN IN NAMESPACES: its units, rights, firewall and updates are NOT tried." >&2
    sed 's/^/package: systemd-nspawn: /' "$work/console" >&2
    without_systemd
  else
    with_systemd
  fi
  [[ -z "$lintian" ]] || wait "$lintian" || fail "lintian has errors: $(grep '^E:' "$work/lintian")"
  say_all
}

with_systemd() {
  install_package
  boot
  becomes_well "first start, without a network"
  start_up_cache_fits
  its_address_comes
  is_hardened
  nobody_else_is_let_in
  phones_get_addresses
  make_users
  if [[ "$variant" == attack ]]; then
    is_attacked
    return
  fi
  phones_call_each_other
  is_killed
  snmp_tells
  network_is_asked_for
  make_key
  bad_restore_is_refused
  bad_updates_are_refused
  if [[ "$variant" == whole ]]; then
    update_that_does_not_start_is_undone
    updates_that_are_killed_leave_one_version
  fi
  update_from_the_page
  phones_call_each_other
  if [[ "$variant" == whole ]]; then
    update_from_a_file
    update_from_a_repository
    downgrade
    is_attacked
  fi
  remove_and_purge
}

cleanup() {
  local code=$?
  ((code == 0)) || {
    echo "package test: failed at: $step" >&2
    tail -n 30 "$log" >&2 2>/dev/null || true
    [[ -z "$leader" ]] || inside journalctl --no-pager -n 60 >&2 2>/dev/null || true
  }
  local pid
  for pid in $lintian $(ip netns pids "$netns" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
  ip netns del "$netns" 2>/dev/null || true
  end_container
  end_without_systemd
  for pid in $(ip netns pids "$pbx" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
  ip netns del "$pbx" 2>/dev/null || true
  umount -R "$root" 2>/dev/null || true
  rm -rf --one-file-system "$work"
}

# Inside the container, as its root; or in the chroot.
inside() {
  if [[ -z "$leader" ]]; then
    "${chrooted[@]}" "$@"
    return
  fi
  nsenter -t "$leader" -m -u -i -n -p -C -r -w env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LC_ALL=C.UTF-8 TERM=dumb "$@"
}

lintian_is_content() {
  begin "lintian"
  lintian --fail-on error --no-tag-display-limit --suppress-tags bad-distribution-in-changes-file "$package" \
    >"$work/lintian" 2>&1
  say "lintian, $(grep -c '^W:' "$work/lintian" || true) warnings"
}

install_package() {
  begin "install"
  cp "$package" "$root/belfry.deb"
  "${nspawn[@]}" --pipe env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install /belfry.deb >"$log" 2>&1 </dev/null
  is_installed_in_time
  sbom_is_whole
  # Not ours to bring along: tried with what an administrator would add.
  "${nspawn[@]}" --pipe env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install snmpd snmp >>"$log" 2>&1 </dev/null
}

boot() {
  begin "boot"
  echo pbx >"$root/etc/hostname"
  printf 'belfry.provisioning.%s\n' dhcp=server dhcp-interface=pbx "dhcp-range=${PBX%.*}.100-${PBX%.*}.120" tftp=true \
    >>"$root/etc/belfry/belfry.properties"
  connect
  # The firewall is the package's, so it may set one, in that namespace alone.
  start_container --network-namespace-path="/run/netns/$pbx" --capability=CAP_NET_ADMIN ||
    fail "the container does not come up: $(cat "$work/console")"
}

# Whether the bare Debian boots here, so that a package that does not is told from a machine that cannot.
starts_containers() {
  begin "containers"
  local can=""
  # systemd in it wants control groups of the second sort, which a machine may not have mounted.
  if mount -t cgroup2 none /sys/fs/cgroup 2>"$work/console" && start_container --private-network; then can=yes; fi
  end_container
  [[ -n "$can" ]] || return 1
  say "a bare Debian boots here"
}

# start_container option…: of nspawn, for the network.
start_container() {
  "${nspawn[@]}" "$@" --boot </dev/null >"$work/console" 2>&1 &
  container=$!
  await 60 has_leader_or_ended && [[ -n "$leader" ]] && await 60 inside systemctl is-active --quiet dbus
}

end_container() {
  [[ -n "$container" ]] || return 0
  kill -TERM "$container" 2>/dev/null || true # its system stops; what does not goes with its namespace
  if [[ -n "$leader" ]]; then
    await 10 ended "$container" || kill -KILL "$leader" 2>/dev/null || true
  fi
  wait "$container" 2>/dev/null || true
  container=""
  leader=""
}

has_leader_or_ended() { has_leader || ended "$container"; }

ended() { ! kill -0 "$1"; }

# The first process of the container: nspawn has another child for a moment, which makes the container.
has_leader() {
  local pid
  for pid in $(pgrep -P "$container"); do
    awk '/^NSpid:/ { first = NF > 2 && $NF == 1 } END { exit !first }' "/proc/$pid/status" && leader="$pid" && return
  done
  return 1
}

becomes_well() {
  await 60 shell '[[ "$(systemctl is-active belfry.service)" != inactive ]]' || fail "it was not started"
  shell "healthy 240" || fail "it is not well: $(shell 'systemctl status --no-pager belfry; health' || true)"
  say "well: ${1:-}"
}

# The cable is plugged in late, or the DHCP server is slow.
its_address_comes() {
  begin "its address"
  plug "$pbx" pbx "$PBX"
  await 90 serves_its_address || fail "it does not take the address that came: $(cat "$log")"
  becomes_well "with an address"
}

is_content() { inside belfry status >"$log" 2>&1; }

# For SIP: the pages are at any address that comes.
serves_its_address() {
  inside belfry status >"$log" 2>&1 || true # it is starting anew in between
  grep -q "^SIP .*udp:$PBX:5060" "$log"
}

# ---- what it is ----------------------------------------------------------------------------------------

is_hardened() {
  begin "rights"
  local pid
  pid="$(inside systemctl show -p MainPID --value belfry.service)"
  inside grep -q '^CapEff:.*0000000000000400$' "/proc/$pid/status" || fail "it has more rights than low ports"
  [[ "$(inside stat -c %U "/proc/$pid")" == belfry ]] || fail "it does not run as belfry"
  # As many as its unit says, or as this machine lets a container have.
  local files
  files="$(ulimit -Hn)"
  [[ "$files" != unlimited ]] && ((files < 262144)) || files=262144
  inside grep -q "^Max open files *$files " "/proc/$pid/limits" ||
    fail "it may not open enough files: $(inside grep open "/proc/$pid/limits")"
  [[ "$(inside systemctl show -p WatchdogTimestampMonotonic --value belfry.service)" -gt 0 ]] || fail "nobody heard its watchdog"
  inside systemctl --failed --no-legend --plain | grep -i belfry && fail "a unit of ours has failed"
  # dnsmasq follows a change of address a moment later.
  await 30 is_content || fail "belfry status is not content: $(cat "$log")"
  grep -q "^Pages *https://$PBX/" "$log" || fail "belfry status names no page: $(cat "$log")"
}

nobody_else_is_let_in() {
  begin "firewall"
  await 20 inside nft list table inet belfry || fail "there is no firewall"
  await 20 from_outside curl -ksf -m 3 "https://$PBX/actuator/health" || fail "the pages are shut"
  [[ "$(from_outside curl -s -m 5 -o /dev/null -w '%{http_code}' "http://$PBX/")" == 308 ]] || fail "port 80 is shut"
  inside systemd-run -q systemd-socket-activate --accept -l 9999 cat
  await 20 inside bash -c '</dev/tcp/127.0.0.1/9999' || fail "nobody listens for the test"
  ! from_outside timeout 2 bash -c "</dev/tcp/$PBX/9999" 2>/dev/null || fail "a port is open that is not ours"
  inside bash -c 'echo "tcp 9999" >>/etc/belfry/open-ports'
  await 20 from_outside timeout 2 bash -c "</dev/tcp/$PBX/9999" || fail "/etc/belfry/open-ports has no effect"
  say "only its ports are open"
}

# By a dnsmasq whose rights the appliance has not, not even when somebody has broken into it.
phones_get_addresses() {
  begin "DHCP"
  await 30 inside systemctl is-active belfry-dnsmasq.service || fail "dnsmasq does not run: $(inside systemctl status --no-pager belfry-dnsmasq)"
  local pid state
  pid="$(inside systemctl show -p MainPID --value belfry-dnsmasq.service)"
  [[ "$(inside stat -c %U "/proc/$pid")" == belfry-dnsmasq ]] || fail "dnsmasq does not run as an account of its own"
  [[ "$(inside stat -c '%U:%G %a' /run/belfry-dnsmasq/configuration)" == "root:belfry-dnsmasq 640" ]] ||
    fail "dnsmasq's configuration is not root's: $(inside ls -la /run/belfry-dnsmasq)"
  printf '#!/bin/sh\n[ -z "$ip" ] || echo "lease $ip"\n' >"$work/lease"
  chmod 755 "$work/lease"
  await 30 a_device_gets_an_address || fail "a device gets no address: $(cat "$log") $(inside journalctl --no-pager -n 20 -u belfry-dnsmasq)"
  await 20 a_new_phone_is_known || fail "Belfry does not know who asked: $(shell 'api GET /api/v1/phones/new' || true)"
  echo "for phones that can do no better" >"$root/var/lib/belfry-tftp/hello.cfg"
  from_outside curl -s -m 10 "tftp://$PBX/hello.cfg" | grep -q better || fail "dnsmasq offers no file"
  # What the account writes is looked at, and not believed.
  inside setpriv --reuid belfry --regid belfry --clear-groups sh -c 'cd /var/lib/belfry/dnsmasq
    { cat configuration; echo dhcp-script=/var/lib/belfry/evil; echo conf-file=/var/lib/belfry/evil; echo dhcp-option=150,192.0.2.9; } >evil
    mv evil configuration'
  await 20 inside grep -q 'dhcp-option=150,192.0.2.9' /run/belfry-dnsmasq/configuration || fail "a change is not followed"
  ! inside grep -r evil /run/belfry-dnsmasq || fail "dnsmasq is told of a program of the account's"
  state="$(inside systemctl show -p ActiveState --value belfry-dnsmasq.service)"
  [[ "$state" == active || "$state" == activating ]] || fail "dnsmasq is $state after a change"
  say "phones get addresses"
}

a_device_gets_an_address() {
  from_outside udhcpc -i phones -f -q -n -t 3 -T 1 -V snomD785 -s "$work/lease" >"$log" 2>&1 || true
  grep -q "lease ${PBX%.*}.1[012][0-9]" "$log"
}

a_new_phone_is_known() { shell "api GET /api/v1/phones/new" | jq -e 'any(.[]; .how == "dhcp" and .brand == "snom")'; }

# ---- a crash -------------------------------------------------------------------------------------------

# systemd starts it again, with its users; phones call each other as soon as they have registered anew.
is_killed() {
  begin "kill -9"
  local pid since=$SECONDS
  pid="$(inside systemctl show -p MainPID --value belfry.service)"
  inside kill -KILL "$pid"
  await 20 is_another "$pid" || fail "it was not started again"
  shell "healthy 120" || fail "it is not well after kill -9"
  say "well $((SECONDS - since)) s after kill -9"
  [[ "$(users)" == 2 ]] || fail "users were lost by kill -9"
  phones_call_each_other
}

is_another() {
  local now
  now="$(inside systemctl show -p MainPID --value belfry.service)"
  [[ "$now" != 0 && "$now" != "$1" ]]
}

# ---- the machine's network -----------------------------------------------------------------------------

# Offered only where the machine is Belfry's alone. Root believes nothing of what the account asks for: the cable of this
# test has no device, so a change of it is refused. What root writes is tried by account-test.sh.
network_is_asked_for() {
  begin "network"
  network_is_changeable false || fail "the network of a machine that is not Belfry's alone can be changed: $(cat "$log")"
  touch "$root/etc/belfry-image"
  inside systemctl start belfry-network.service belfry-network.path
  await 20 network_is_changeable true || fail "the page does not offer to change the network: $(cat "$log")"
  inside setpriv --reuid belfry --regid belfry --clear-groups sh -c 'mkdir -p /var/lib/belfry/network
    printf "change\ninterface=pbx\nhostname=evil\n" >/var/lib/belfry/network/request'
  await 20 inside grep -q ' refused interface$' /var/lib/belfry-network/report || fail "root does not answer the page"
  [[ "$(cat "$root/etc/hostname")" == pbx ]] || fail "a refused request was carried out"
  inside systemctl stop belfry-network.path
  rm "$root/etc/belfry-image"
  say "network asked for"
}

network_is_changeable() {
  shell "api GET /api/v1/network/host" >"$log" && jq -e ".changeable == $1" "$log"
}

# ---- SNMP ----------------------------------------------------------------------------------------------

# Debian's agent with the lines that the manual has.
snmp_tells() {
  begin "SNMP"
  local base=.1.3.6.1.4.1.8072.9999.9999.83
  inside bash -c "grep -E '^(pass_persist|view systemonly) ' /usr/share/doc/belfry/operations.md >>/etc/snmp/snmpd.conf"
  inside systemctl restart snmpd
  await 30 inside snmpget -v2c -c public -Oqv 127.0.0.1 "$base.1.0" || fail "snmpd tells nothing of Belfry"
  await 60 walk_is_whole "$base" || fail "snmpd tells something else: $(cat "$log")"
  [[ "$(inside snmpget -v2c -c public -Oqv 127.0.0.1 "$base.6.0")" == 1 ]] || fail "snmpd says the database is away"
  say "snmpd tells of it"
}

# The table is written every 15 s, perhaps between the two.
walk_is_whole() {
  inside bash -c "snmpwalk -v2c -c public -On 127.0.0.1 $1 | grep -vc 'No more variables'; wc -l </run/belfry/snmp" >"$log"
  [[ "$(uniq "$log" | wc -l)" == 1 && "$(head -n 1 "$log")" -gt 8 ]]
}

# ---- attacks -------------------------------------------------------------------------------------------

# From the phones' network: strangers at many addresses, who have stolen the passwords of two users.
is_attacked() {
  begin "attack"
  local password address
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  echo "belfry.admin-password=$password" >>"$root/etc/belfry/belfry.properties"
  inside systemctl restart belfry.service
  becomes_well "with an administrator's password"
  for address in "${PBX%.*}".{33..62}; do ip -n "$netns" addr add "$address/24" dev phones; done
  from_outside python3 -B "$here/../../tools/attack/attack.py" --yes --against "https://$PBX:443" --domain "$PBX" \
    --user "1001:$(cat "$work/1001.password")" --user "1002:$(cat "$work/1002.password")" --admin "admin:$password" \
    --from "${PBX%.*}.32/27" || fail "an attack was not held off"
  say "attacks held off"
}

# ---- updates -------------------------------------------------------------------------------------------

make_key() {
  export GNUPGHOME="$work/gnupg"
  mkdir -m 700 "$GNUPGHOME"
  gpg -q --batch --passphrase '' --quick-gen-key 'Maker <maker@example.org>' default default never 2>"$log"
  gpg -q --export >"$root/etc/belfry/keys/maker.gpg"
  mkdir -p "$root/srv"
}

# made_and_signed VERSION [command]
made_and_signed() {
  made "$@"
  gpg -q --batch --yes --detach-sign "$root/srv/$1.deb"
}

refused() {
  local why="$1"
  shift
  if inside "$@" >"$log" 2>&1; then fail "not refused: $*"; fi
  grep -q "$why" "$log" || fail "refused for another reason: $(cat "$log")"
}

# By the program that restores, in the name of the account.
bad_restore_is_refused() {
  begin "a bad restore"
  refused "Nothing was restored: " env BELFRY_BACKUP_PASSPHRASE=wrong belfry restore --from /srv/nothing --list
  say "a restore of nothing refused"
}

bad_updates_are_refused() {
  begin "bad updates"
  local now
  now="$(version)"
  made_and_signed 9.1
  cp "$root/srv/9.1.deb" "$root/srv/changed.deb"
  cp "$root/srv/9.1.deb.sig" "$root/srv/changed.deb.sig"
  printf 'x' >>"$root/srv/changed.deb"
  refused "is not what its maker signed" belfry update /srv/changed.deb
  cp "$root/srv/9.1.deb" "$root/srv/unsigned.deb"
  refused "signature is missing" belfry update /srv/unsigned.deb
  inside mv /etc/belfry/keys/maker.gpg /etc/belfry/keys/maker
  refused "No key may sign updates" belfry update /srv/9.1.deb
  inside mv /etc/belfry/keys/maker /etc/belfry/keys/maker.gpg
  inside mount -t tmpfs -o size=150m none /var/lib/belfry-update
  refused "too full\|disk is full" belfry update /srv/9.1.deb
  inside umount /var/lib/belfry-update
  [[ "$(version)" == "$now" ]] || fail "a refused update changed the version"
  shell "healthy 60" || fail "a refused update did harm"
  say "bad updates refused"
}

update_that_does_not_start_is_undone() {
  begin "broken update"
  local now
  now="$(version)"
  made_and_signed 9.2 "rm usr/lib/belfry/app/lib/spring-core-*.jar"
  refused "is version $now again" belfry update /srv/9.2.deb
  as_it_was "$now"
  say "a broken update was undone"
}

# as_it_was VERSION…: one of these is installed, whole, well, and knows its users.
as_it_was() {
  local is
  is="$(version)"
  [[ " $* " == *" $is "* ]] || fail "it is version $is, not $*"
  [[ -z "$(inside dpkg --audit)" ]] || fail "the package is half installed: $(inside dpkg --audit)"
  inside test ! -e /var/lib/belfry-update/state || fail "the update is not over"
  shell "healthy 240" || fail "it is not well after $step"
  [[ "$(users)" == 2 ]] || fail "users were lost by $step"
}

# Power goes off at any instant: everything that works on the update is killed at once, and the machine starts anew.
updates_that_are_killed_leave_one_version() {
  local now i after
  now="$(version)"
  made_and_signed 9.3
  for ((i = 1; i <= KILLS; i++)); do
    # The first in the preparation, the second while files are replaced, the others anywhere.
    case $i in
      1) after=1.$((RANDOM % 10)) ;;
      2) after=4.$((RANDOM % 10)) ;;
      *) after=$((RANDOM % 15)).$((RANDOM % 10)) ;;
    esac
    begin "update killed after $after s"
    inside systemd-run -q --unit="update-$i" /usr/bin/belfry update /srv/9.3.deb
    sleep "$after"
    inside systemctl kill -s KILL "update-$i.service" || true
    inside systemctl stop belfry.service
    inside systemctl start belfry-update.service || fail "an interrupted update was not taken back"
    inside dpkg --configure -a >"$log" 2>&1
    inside systemctl start belfry.service
    as_it_was "$now" 9.3
    say "update killed after $after s left $(version)"
    [[ "$(version)" == "$now" ]] || break
  done
}

# As an administrator does it, who has a browser and no shell. Root's part ends with its own words.
update_from_the_page() {
  begin "update from the page"
  made_and_signed 9.4
  (
    cd "$root/srv"
    cp 9.4.deb package.deb
    cp 9.4.deb.sig package.deb.sig
    echo '{"version":"9.4","at":"2026-11-24T08:00:00Z","notes":"Nothing is new."}' >update.json
    python3 -m zipfile -c 9.4.update package.deb package.deb.sig update.json
    rm package.deb package.deb.sig update.json
    chmod 644 9.4.update
  )
  shell "api PUT /api/v1/update/file -m 120 -T /srv/9.4.update" >"$log" || fail "the file is not taken: $(cat "$log")"
  jq -e '.installable and .signable and .ready.version == "9.4"' "$log" >/dev/null || fail "it is not ready: $(cat "$log")"
  inside rm /var/lib/belfry-update/report # of those that were refused
  shell "api POST /api/v1/update/install -H Content-Type:application/json -d '{\"when\":\"NOW\"}'" >"$log" ||
    fail "it is not begun: $(cat "$log")"
  local end=$((SECONDS + 300))
  until [[ "$(cut -d' ' -f2 "$root/var/lib/belfry-update/report" 2>/dev/null)" =~ ^(updated|undone|refused)$ ]]; do
    ((SECONDS < end)) || fail "the update does not end: $(cat "$root/var/lib/belfry-update/report" 2>&1)"
    sleep 1
  done
  as_it_was 9.4
  shell "api GET /api/v1/update" >"$log"
  jq -e '.version == "9.4" and .progress.state == "UPDATED" and .past[0].to == "9.4"' "$log" >/dev/null ||
    fail "the page does not know how it ended: $(cat "$log")"
  say "updated from the page"
}

update_from_a_file() {
  begin "update"
  made_and_signed 9.4.1
  inside belfry update /srv/9.4.1.deb >"$log" 2>&1 || fail "the update failed: $(cat "$log")"
  as_it_was 9.4.1
  say "updated from a file"
}

update_from_a_repository() {
  begin "repository"
  made 9.5
  local repository="$root/srv/repository"
  mkdir -p "$repository"
  mv "$root/srv/9.5.deb" "$repository/belfry_9.5_amd64.deb"
  (
    cd "$repository"
    apt-ftparchive packages . >Packages
    apt-ftparchive -o APT::FTPArchive::Release::Suite=belfry release . >"$work/Release"
    gpg -q --batch --yes --clearsign -o InRelease "$work/Release"
  )
  inside belfry update /srv/repository >"$log" 2>&1 || fail "the update failed: $(cat "$log") $(cat "$root/var/lib/belfry-update/log")"
  as_it_was 9.5
  say "updated from a repository"
}

downgrade() {
  begin "downgrade"
  inside dpkg -i /belfry.deb >"$log" 2>&1
  as_it_was "$(dpkg-deb -f "$package" Version)"
  say "downgraded"
}

remove_and_purge() {
  begin "removal"
  inside dpkg -r belfry >"$log" 2>&1
  inside test -e /var/lib/belfry/database || fail "removal deleted data"
  ! inside systemctl is-active --quiet belfry.service || fail "it runs after its removal"
  inside dpkg -i /belfry.deb >"$log" 2>&1
  as_it_was "$(version)"
  inside dpkg -P belfry >"$log" 2>&1
  nothing_is_left
  ! inside nft list table inet belfry >/dev/null 2>&1 || fail "the firewall is still there"
  [[ -z "$(inside pgrep -u belfry,belfry-dnsmasq || true)" ]] || fail "something of it still runs"
  say "removed, installed again, purged"
}

main
