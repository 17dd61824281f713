# shellcheck shell=bash
# What both variants of the package's test have: a bare Debian, phones that call each other, other versions. Sourced by
# clean-root.sh and chroot.sh, which say how a command is run inside that Debian: inside, shell, from_outside.
readonly SUITE=trixie PBX=10.77.0.1 PHONES=10.77.0.2 INSTALL_MAX=90
started="$SECONDS"
step=""

begin() {
  step="$1"
  began="$SECONDS"
}

say_all() { began="$started" say "all of it"; }

say() { printf 'package: %-45s %4d s, since the start %4d s\n' "$1" "$((SECONDS - ${began:-started}))" "$((SECONDS - started))"; }

fail() {
  echo "package test: $*" >&2
  exit 1
}

is_installed_in_time() {
  local took=$((SECONDS - began))
  # What else a build machine does is nobody's fault: the short variant only says how long it took.
  [[ "$variant" != whole ]] || ((took < INSTALL_MAX)) || fail "the installation took $took s; it may take $INSTALL_MAX s."
  [[ -z "$(ls -A "$root/var/lib/belfry")" ]] || fail "the installation left something in /var/lib/belfry."
  say "installed with MariaDB and the rest"
}

# Each library that is installed is in the list of what it is made of, byte for byte, and so is what the browser gets.
sbom_is_whole() {
  local lib="$root/usr/lib/belfry" known
  known="$(jq -r '.components[].hashes[]? | select(.alg == "SHA-256").content' "$lib/belfry.cdx.json")"
  (cd "$lib/app/lib" && sha256sum -- *.jar) | while read -r sum jar; do
    grep -qx "$sum" <<<"$known" || fail "$jar is not in the SBOM"
  done
  jq -e '[.components[] | .purl // .name] | any(startswith("pkg:npm/jssip@")) and any(. == "java-runtime")' \
    "$lib/belfry.cdx.json" >"$log" || fail "the SBOM knows libraries only"
}

# The appliance goes on without a start-up cache that does not fit; this JVM does not.
start_up_cache_fits() {
  # shellcheck disable=SC2016 # for the shell inside
  inside bash -c 'cd /usr/lib/belfry && runtime/bin/java @jvm.options -XX:AOTMode=on -XX:AOTCache=belfry.aot -cp app/belfry.jar -version' \
    >"$log" 2>&1 || fail "the start-up cache does not fit: $(cat "$log")"
}

# Shell in it, with the functions of the commands.
shell() { inside env BELFRY_LIB=/usr/lib/belfry bash -euc ". \$BELFRY_LIB/shell.sh; $1"; }

# A cable from the appliance's network to the phones'; the appliance has no address yet.
connect() {
  ip netns add "$pbx"
  ip netns add "$netns"
  ip link add phones netns "$netns" type veth peer name pbx netns "$pbx"
  plug "$netns" phones "$PHONES"
}

# plug NAMESPACE NAME ADDRESS
plug() {
  ip -n "$1" addr add "$3/24" dev "$2"
  ip -n "$1" link set "$2" up
  ip -n "$1" link set lo up
}

from_outside() { ip netns exec "$netns" "$@"; }

# await SECONDS COMMAND…
await() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return 1
    sleep 0.3
  done
}

# ---- a Debian ------------------------------------------------------------------------------------------

# Where this machine gets Debian from.
mirror() {
  apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" && $3 !~ /security/ { print $3; exit }'
}

make_root() {
  begin "a bare Debian"
  local bare="${BELFRY_BARE_ROOT:-$work/bare.tar}"
  if [[ ! -s "$bare" ]]; then
    [[ -n "$(mirror)" ]] || apt-get -q update >"$log" 2>&1
    mmdebstrap --quiet --mode=root --variant=minbase --include=systemd,dbus,procps --skip=cleanup/apt/lists \
      --dpkgopt='path-exclude=/usr/share/man/*' "$SUITE" "$bare" "$(mirror)" >"$log" 2>&1
  fi
  mkdir "$root"
  tar -C "$root" --numeric-owner -xpf "$bare"
  [[ "$bare" != "$work"/* ]] || rm "$bare"
  mount --bind "$root" "$root"
  say "a bare Debian"
}

# ---- calls ---------------------------------------------------------------------------------------------

make_users() {
  begin "users"
  local extension
  for extension in 1001 1002; do
    shell "api POST /api/v1/users -H 'Content-Type: application/json' \
      -d '{\"extension\":\"$extension\",\"name\":\"User $extension\"}'" | jq -r .sipPassword >"$work/$extension.password"
  done
  inside belfry reset-admin | grep -q "https://$PBX/setup?token=" || fail "belfry reset-admin gives no link"
}

users() { shell "api GET /api/v1/users" | jq length; }

# phone EXTENSION SIP-PORT
phone() {
  local home="$work/phone-$1"
  rm -rf "$home"
  mkdir -p "$home"
  cat >"$home/config" <<TEXT
poll_method epoll
sip_listen $PHONES:$2
net_interface phones
audio_source ausine,440
ausrc_srate 48000
ausrc_channels 2
audio_player aubridge,heard
module_path /usr/lib/baresip/modules
module stdio.so
module g711.so
module ausine.so
module aubridge.so
module_app account.so
module_app menu.so
rtp_ports $(($2 + 1000))-$(($2 + 1010))
TEXT
  echo "<sip:$1@$PBX;transport=udp>;auth_user=$1;auth_pass=$(cat "$work/$1.password");regint=60" >"$home/accounts"
  touch "$home/contacts"
  mkfifo "$home/keys"
  HOME="$home" from_outside baresip -f "$home" <>"$home/keys" >"$home/out" 2>&1 &
  echo $! >"$home/pid"
}

says() { grep -qi "$2" "$work/phone-$1/out"; }

phones_call_each_other() {
  begin "a call"
  phone 1001 26100
  phone 1002 26200
  local each
  for each in 1001 1002; do
    await 30 says "$each" "registered successfully" || fail "$each does not register: $(cat "$work/phone-$each/out")"
  done
  local before
  before="$(cdrs)"
  echo "/dial sip:1002@$PBX" >"$work/phone-1001/keys"
  await 30 says 1002 "incoming call" || fail "1002 does not ring: $(cat "$work/phone-1002/out")"
  echo "/accept" >"$work/phone-1002/keys"
  for each in 1002 1001; do
    await 30 says "$each" "call established" || fail "$each has no call: $(cat "$work/phone-$each/out")"
  done
  await 20 both_hear || fail "the phones do not hear each other: $(shell 'api GET /api/v1/calls' || true)"
  shell "/usr/lib/belfry/command/trace" | grep -q "1001 .*1002 .*" || fail "belfry trace shows no call"
  echo "/hangup" >"$work/phone-1001/keys"
  await 30 more_cdrs_than "$before" || fail "there is no record of the call"
  for each in 1001 1002; do
    echo "/quit" >"$work/phone-$each/keys"
    wait "$(cat "$work/phone-$each/pid")" || true
  done
  say "two phones called each other"
}

cdrs() { shell "api GET '/api/v1/cdrs?answered=true'" | jq .total; }

more_cdrs_than() { (($(cdrs) > $1)); }

# Packets have come from both.
both_hear() {
  local id
  id="$(shell 'api GET /api/v1/calls' | jq -r '.[0].callId')"
  shell "api GET /api/v1/calls/media -G --data-urlencode callId=$id" |
    jq -e 'length == 2 and all(.[]; .received > 25 and .sent > 25)'
}

# ---- other versions ------------------------------------------------------------------------------------

version() { inside dpkg-query -W -f '${Version}' belfry; }

# made VERSION [command to be run in the unpacked package]: the package as that version, in /srv/VERSION.deb
made() {
  local version="$1" tree="$work/tree"
  dpkg-deb -R "$package" "$tree"
  sed -i "s/^Version: .*/Version: $version/" "$tree/DEBIAN/control"
  echo "$version" >"$tree/usr/lib/belfry/version"
  [[ $# -lt 2 ]] || (cd "$tree" && eval "$2")
  dpkg-deb --root-owner-group -Zzstd -z1 -b "$tree" "$root/srv/$version.deb" >/dev/null
  rm -rf "$tree"
}

nothing_is_left() {
  local left
  left="$(inside find / -xdev -iname '*belfry*' -not -path '/srv/*' -not -path '/proc/*' -not -path '/run/*' \
    -not -path '/var/log/journal/*' -not -path /belfry.deb)"
  [[ -z "$left" ]] || fail "left behind: $left"
}
