#!/usr/bin/env bash
# What the account of the appliance can write must not rule what root runs: each test plants something there, as whoever
# has broken into that account would, and runs root's own script. Needs no Debian of its own; takes some seconds. What
# can be tried by root alone is tried by root alone.
set -euo pipefail

INSTALLER="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly INSTALLER REPO="$INSTALLER/.." LIB="$INSTALLER/root/usr/lib/belfry"
WORK="$(mktemp -d /var/tmp/belfry-account-XXXXXX)"
readonly WORK THEIRS="$WORK/data" MINE="$WORK/root" BIN="$WORK/bin"
readonly VICTIM="$MINE/victim" TOKEN="a-token_of-the-appliance"
FAILED=0
PASSED=0
server=""
trap '[[ -z "$server" ]] || kill "$server" 2>/dev/null; rm -rf "$WORK"' EXIT

same() {
  local what="$1" expected="$2" actual="$3"
  if [[ "$expected" == "$actual" ]]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$what" "$expected" "$actual" >&2
  fi
}

# Nobody stands for the account; nothing of root's may change.
unharmed() {
  same "$1" "untouched" "$(cat "$VICTIM" 2>&1)"
  echo untouched >"$VICTIM"
}

mkdir -p "$THEIRS/log" "$THEIRS/dnsmasq" "$MINE" "$BIN"
echo untouched >"$VICTIM"
chmod 700 "$MINE"
chmod 755 "$WORK"
as_root="$([[ "$(id -u)" -ne 0 ]] || echo yes)"
if [[ -n "$as_root" ]]; then
  chown -R nobody "$THEIRS"
  export BELFRY_ACCOUNT=nobody
fi
export BELFRY_LIB="$LIB" BELFRY_DATA="$THEIRS" PATH="$BIN:$PATH" LC_ALL=C.UTF-8

# Shell as the commands have it.
shell() { timeout 20 bash -euc ". \$BELFRY_LIB/shell.sh; $1" 2>&1 </dev/null; }
# The machine has an address to be shown.
printf '#!/bin/sh\necho "2: eth0 inet 192.0.2.1/24 scope global eth0"\n' >"$BIN/ip"
# systemd runs nothing here.
printf '#!/bin/sh\nexit 3\n' >"$BIN/systemctl"
chmod 755 "$BIN"/*

# ---- the API, as an appliance answers that is no longer ours ------------------------------------------

cat >"$WORK/api.py" <<'PYTHON'
"""Answers every request with the file that is named by the last part of its path, when the token is right."""
import http.server, pathlib, ssl, sys
work, token = pathlib.Path(sys.argv[1]), sys.argv[2]
class Api(http.server.BaseHTTPRequestHandler):
    def answer(self):
        right = self.headers.get("Authorization") == "Bearer " + token
        body = (work / "answer").read_bytes() if right else b"{}"
        self.send_response(200 if right else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = answer
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(work / "cert.pem", work / "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
(work / "port.new").write_text(str(server.server_address[1]))
(work / "port.new").rename(work / "port")
server.serve_forever()
PYTHON
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 \
  -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
python3 "$WORK/api.py" "$WORK" "$TOKEN" &
server=$!
for ((tenths = 0; tenths < 100; tenths++)); do
  [[ ! -s "$WORK/port" ]] || break
  sleep 0.1
done
AT="https://127.0.0.1:$(cat "$WORK/port")"
readonly AT

# local_api LINES…: the file by which the commands find the API.
local_api() {
  rm -rf "$THEIRS/local-api"
  printf '%s\n' "$@" >"$THEIRS/local-api"
}
answers() { printf '%s' "$1" >"$WORK/answer"; }

answers '{"version":"1"}'
local_api "at $AT" "token $TOKEN"
same "the commands find the API" '{"version":"1"}' "$(shell 'api GET /api/v1/local')"
same "the token is in no list of processes" "" "$(shell "
  curl() { :; }
  as_account() { echo \"\$*\"; }
  local_api() { printf '%s\n' $AT $TOKEN; }
  api GET /api/v1/local" | grep -F "$TOKEN" || true)"

echo "payload" >"$WORK/payload"
local_api "# at $AT" "header = \"Authorization: Bearer $TOKEN\"" insecure "url = \"file://$WORK/payload\"" "output = \"$VICTIM\""
shell 'api GET /api/v1/local' >/dev/null || true
unharmed "a configuration of curl in the account's file writes nothing"

printf 'url = "file://%s"\noutput = "%s"\n' "$WORK/payload" "$VICTIM" >"$THEIRS/evil"
for line in "# at -K$THEIRS/evil" "at -K$THEIRS/evil" "at https://127.0.0.1:1/ -o$VICTIM" "at file://$WORK/payload"; do
  for next in "token $TOKEN" insecure; do
    local_api "$line" "$next"
    said="$(shell 'api GET "" || true')$(shell 'health' || true)"
    unharmed "an option in place of the API's address is none: $line"
    same "and nothing but the API is asked: $line" "" "$(grep payload <<<"$said" || true)"
  done
done

local_api "at $AT" "token $TOKEN
output = $VICTIM"
shell 'api GET /api/v1/local' >/dev/null || true
unharmed "what comes behind the token is not read"

rm "$THEIRS/local-api"
mkfifo "$THEIRS/local-api"
began=$SECONDS
same "a pipe in place of the file is waited for no longer than some seconds" \
  "belfry: The appliance is not running (systemctl status belfry, belfry logs)." "$(shell 'api GET /api/v1/local' || true)"
((SECONDS - began < 15)) || same "in time" "" "$((SECONDS - began)) s"
rm "$THEIRS/local-api"

if [[ -n "$as_root" ]]; then
  printf 'at %s\ntoken %s\n' "$AT" "$TOKEN" >"$MINE/local-api"
  chmod 600 "$MINE/local-api"
  ln -s "$MINE/local-api" "$THEIRS/local-api"
  same "a link to what only root can read leads nowhere" \
    "belfry: The appliance is not running (systemctl status belfry, belfry logs)." "$(shell 'api GET /api/v1/local' || true)"
  rm "$THEIRS/local-api"
fi

# ---- what the API answers ------------------------------------------------------------------------------

local_api "at $AT" "token $TOKEN"
answers '{"path":"/setup?token=abc_-9"}'
same "the link for an administrator is shown" "https://192.0.2.1/setup?token=abc_-9" \
  "$(timeout 20 bash "$LIB/command/reset-admin" 2>&1 | tail -n 1)"
for path in "/setup?token=a|e echo broken >$VICTIM;#" "/setup?token=a|w $VICTIM
#" "/setup?token=\$(echo broken >$VICTIM)"; do
  answers "$(python3 -c 'import json, sys; print(json.dumps({"path": sys.argv[1]}))' "$path")"
  said="$(timeout 20 bash "$LIB/command/reset-admin" 2>&1 || true)"
  unharmed "a link is text, not a program: $path"
  same "and what is none is not shown: $path" "" "$(grep -F 'token=' <<<"$said" || true)"
done

answers '[{"startedAt":"2026-11-23T10:00:00Z","caller":"\u001b]0;title\u0007\u009b6n","callee":"1002","state":"X","callId":"*"}]'
shown="$(timeout 20 bash "$LIB/command/trace" 2>/dev/null || true)"
same "what a stranger writes into a call moves no cursor and answers no question of the terminal" "" \
  "$(grep -P '[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]' <<<"$shown" || true)"
same "and is shown all the same" yes "$(grep -q 'title.*1002' <<<"$shown" && echo yes)"

same "nothing of control characters is left, however they are put together" "?[2J ?? ä" \
  "$(shell "printf '\\033[2J \\302\\302\\233\\033 ä' | plain" | LC_ALL=C sed 's/\xc2//')"

# ---- the rights of what root has done in the account's name --------------------------------------------

same "a command in the account's name gets nothing of root's environment" "0 passphrase" \
  "$(shell 'export A_SECRET=of-root BELFRY_BACKUP_PASSPHRASE=passphrase
    a_function() { :; }
    export -f a_function
    as_account sh -c "echo \$(env | grep -c -e A_SECRET -e a_function) \"\$BELFRY_BACKUP_PASSPHRASE\""')"

if [[ -n "$as_root" ]]; then
  same "a command in the account's name has its rights" \
    "Uid:65534 CapEff:0000000000000000 CapBnd:0000000000000000 NoNewPrivs:1 /" \
    "$(shell 'as_account sh -c "grep -E \"^(Uid|CapEff|CapBnd|NoNewPrivs):\" /proc/self/status; pwd"' |
      awk '{ printf "%s%s", sep, $1 $2; sep = " " }')"
  same "it has no terminal of root's, to read or to type into" "not a tty, 0 of 3" \
    "$(python3 "$REPO/iso/test/terminal.py" 'secret|' bash -euc '
      . "$BELFRY_LIB/shell.sh"
      as_account sh -c "n=0; for each in 0 1 2; do [ ! -t \$each ] || n=\$((n + 1)); done
        (: </dev/tty) 2>/dev/null && echo it has one >&2; echo \"\$(tty), \$n of 3\""' | tr -d '\r' | grep 'of 3')"
  ln -sf "$VICTIM" "$THEIRS/log/belfry.log"
  same "the log is read by whom it belongs to: a link shows nothing of root's" "" \
    "$(timeout 20 bash "$LIB/command/logs" 2>/dev/null | grep untouched || true)"
fi
rm -f "$THEIRS/log/belfry.log"
printf 'one\n\033[2Jtwo\n' >"$THEIRS/log/belfry.log"
chmod 644 "$THEIRS/log/belfry.log"
same "the log is shown without what moves the cursor" "one
?[2Jtwo" "$(timeout 20 bash "$LIB/command/logs")"

# ---- SNMP ----------------------------------------------------------------------------------------------

readonly BASE=.1.3.6.1.4.1.8072.9999.9999.83
# snmp TABLE LINES…: what the script beside snmpd says to those lines.
snmp() {
  local table="$1"
  shift
  printf '%s\n' "$@" "" | BELFRY_SNMP_TABLE="$table" timeout 20 bash "$LIB/snmp-pass" 2>&1 | paste -sd' ' || true
}

printf '1.0 string 0.1.0\n3.0 integer 1\n9.1.4.2 string two words\n' >"$WORK/snmp"
same "snmpd is told what there is" "$BASE.3.0 integer 1" "$(snmp "$WORK/snmp" get "$BASE.3.0")"
same "and the next of it" "$BASE.9.1.4.2 string two words" "$(snmp "$WORK/snmp" getnext "$BASE.3.0")"
for evil in "x[\$(>$VICTIM)].0 integer 1" "3.x[\$(>$VICTIM)] integer 1" "3.a[\`>$VICTIM\`] integer 1" \
  "1.0 integer x[\$(>$VICTIM)]" "08.0 integer 1"; do
  printf '%s\n4.0 integer 1\n' "$evil" >"$WORK/snmp"
  said="$(snmp "$WORK/snmp" getnext "$BASE.3.1")"
  unharmed "a number of the table is a number: $evil"
  same "and what is none is left out: $evil" "$BASE.4.0 integer 1" "$said"
done
mkfifo "$WORK/pipe"
same "a pipe in place of the table is none" "$BASE.3.0 integer 2" "$(snmp "$WORK/pipe" get "$BASE.3.0")"
printf '1.0 string secret\n' >"$MINE/table"
ln -s "$MINE/table" "$WORK/link"
same "nor is a link" "NONE" "$(snmp "$WORK/link" get "$BASE.1.0")"

# ---- the firewall --------------------------------------------------------------------------------------

# host FUNCTION…: of the script that systemd runs as root for us.
host() { timeout 20 bash -euc ". $LIB/host; $*" 2>&1; }
export BELFRY_KEPT="$MINE/open-ports"
echo "tcp 22" >"$BELFRY_KEPT"
printf 'tcp 443\nudp 30000-39999\ntcp 0\ntcp 70000\ntcp 9-8\ntcp 1 } ; flush ruleset\ninclude "/x"\n' >"$THEIRS/open-ports"
same "ports are opened, and nothing else is said to the firewall" "22,443 30000-39999" "$(host ports tcp) $(host ports udp)"
rm "$THEIRS/open-ports"
mkfifo "$THEIRS/open-ports"
same "a pipe in place of the list is not waited for" "22" "$(host ports tcp)"
rm "$THEIRS/open-ports"
ln -s /dev/zero "$THEIRS/open-ports"
same "a link is not followed" "22" "$(host ports tcp)"
rm "$THEIRS/open-ports"

# ---- dnsmasq, whose configuration can name programs ----------------------------------------------------

printf '%s\n' interface=eth0 dhcp-range=192.0.2.10,192.0.2.20,12h "dhcp-script=$THEIRS/evil" "conf-file=$THEIRS/evil" user=root \
  "log-facility=$VICTIM" "dhcp-luascript=$THEIRS/evil" "dhcp-leasefile=$VICTIM" "pid-file=$VICTIM" tftp-root=/etc "addn-hosts=/etc/shadow" \
  "interface=eth0 dhcp-script=/x" "local=/a/b/" "host-record=a,192.0.2.1,conf-dir=/x" enable-tftp >"$THEIRS/dnsmasq/configuration"
same "dnsmasq is told what to serve, and of no program, file or account" \
  "interface=eth0 dhcp-range=192.0.2.10,192.0.2.20,12h enable-tftp" \
  "$(host 'allowed configuration "$WISHES"' | paste -sd' ')"
printf '%s\n' "00:04:13:aa:bb:cc,set:phone7" "id:*,set:phone7" "00:04:13:aa:bb:cc,set:phone7,ignore" >"$THEIRS/dnsmasq/phones"
same "of phones it is told which they are" "00:04:13:aa:bb:cc,set:phone7" "$(host 'allowed phones "$PHONES"')"
printf '%s\n' 'tag:phone7,66,"https://192.0.2.1:8443/p/s/"' 'option:router,192.0.2.66' 'tag:phone7,66,"https://a\"b"' \
  'tag:phone7,67,"https://a/"' >"$THEIRS/dnsmasq/options"
same "and where their files are" 'tag:phone7,66,"https://192.0.2.1:8443/p/s/"' "$(host 'allowed options "$OPTIONS"')"
mv "$THEIRS/dnsmasq" "$MINE/dnsmasq"
ln -s "$MINE/dnsmasq" "$THEIRS/dnsmasq"
same "a link in place of their directory is not followed" "" "$(host 'allowed phones "$PHONES"')"
rm "$THEIRS/dnsmasq"
mkdir "$THEIRS/dnsmasq"
mkfifo "$THEIRS/dnsmasq/phones"
same "nor is a pipe waited for" "" "$(host 'allowed phones "$PHONES"')"
same "no unit with a right besides runs what the account can write" "" \
  "$(grep -HE '^(Exec|Environment|Load).*/var/lib/belfry/' "$INSTALLER"/debian/*.service || true)"
same "no unit with a right besides runs as the account" "debian/belfry.service" \
  "$(cd "$INSTALLER" && grep -lE '^User=belfry$' debian/*.service)"

# ---- an update that the account asks for ---------------------------------------------------------------

readonly UPDATE="$MINE/update" GNUPGHOME="$WORK/gnupg"
export GNUPGHOME
mkdir -m 700 "$GNUPGHOME" "$WORK/deb" "$WORK/deb/DEBIAN" "$MINE/keys"
chmod 755 "$WORK/deb" "$WORK/deb/DEBIAN"
for who in maker stranger; do
  gpg -q --batch --passphrase '' --quick-gen-key "$who <$who@example.org>" default default never 2>/dev/null
done
gpg -q --export maker@example.org >"$WORK/maker.gpg"
chmod 644 "$WORK/maker.gpg"
# Version 1.0 is installed; nothing can be saved here, so nothing is installed.
printf '#!/bin/sh\n[ "$1" = -W ] && echo 1.0\n' >"$BIN/dpkg-query"
chmod 755 "$BIN/dpkg-query"

# laid VERSION MAKER [PACKAGE]: a package in the account's directory.
laid() {
  printf 'Package: %s\nVersion: %s\nArchitecture: all\nInstalled-Size: 1\nMaintainer: a <a@b>\nDescription: a\n' "${3:-belfry}" "$1" \
    >"$WORK/deb/DEBIAN/control"
  rm -rf "$THEIRS/update"
  mkdir "$THEIRS/update"
  dpkg-deb --root-owner-group -b "$WORK/deb" "$THEIRS/update/package.deb" >/dev/null
  gpg -q --batch --yes -u "$2@example.org" --detach-sign -o "$THEIRS/update/package.deb.sig" "$THEIRS/update/package.deb"
  echo now >"$THEIRS/update/request"
  [[ -z "$as_root" ]] || chown -R nobody "$THEIRS/update"
}

# What the page is told then.
asked() {
  BELFRY_UPDATES="$UPDATE" BELFRY_KEYS="${1:-$WORK}" BELFRY_OUR_KEYS="$MINE/none" timeout 60 bash "$LIB/command/update" --requested \
    >"$WORK/said" 2>&1 </dev/null || true
  cut -d' ' -f2- "$UPDATE/report" | sed 's/ $//'
}

laid 2.0 maker
same "a newer version that its maker signed is taken" "refused not-saved" "$(asked)"
same "its request is gone then" gone "$([[ -e "$THEIRS/update/request" ]] || echo gone)"
same "the history has it" "refused 1.0 2.0 not-saved" "$(cut -d' ' -f2- "$UPDATE/history")"
laid 2.0 maker
same "nobody's signature counts without a key" "refused no-key" "$(asked "$MINE/none")"
laid 2.0 stranger
same "a stranger's signature does not count" "refused unsigned" "$(asked)"
laid 2.0 maker
echo more >>"$THEIRS/update/package.deb"
same "nor does a changed package" "refused unsigned" "$(asked)"
laid 2.0 maker
rm "$THEIRS/update/package.deb.sig"
same "nor one without a signature" "refused unsigned" "$(asked)"
laid 0.9 maker
same "the account cannot go back to a version with known holes" "refused not-newer" "$(asked)"
laid 2.0 maker other
same "nor install another program of its maker's" "refused not-belfry" "$(asked)"
laid 2.0 maker
echo back >"$THEIRS/update/request"
same "nor go back where no version was before" "refused no-previous" "$(asked)"
echo "0.9 $(($(date +%s) + 60))" >"$UPDATE/before"
laid 2.0 maker
echo back >"$THEIRS/update/request"
same "nor to one that is not kept any more" "refused no-previous" "$(asked)"
rm "$UPDATE/before"
if [[ -n "$as_root" ]]; then
  laid 2.0 maker
  ln -sf "$VICTIM" "$THEIRS/update/package.deb"
  ln -sf "$VICTIM" "$THEIRS/update/request"
  same "a link to a file of root's is not read" "refused unreadable" "$(asked)"
  unharmed "nor written or removed"
fi
rm "$BIN/dpkg-query"

# ---- the network that the page asks for ---------------------------------------------------------------

readonly MACHINE="$WORK/machine" NETWORK="$MINE/network"
mkdir -p "$MACHINE/sys/class/net/enp1s0/device" "$MACHINE/sys/class/net/lo" "$MACHINE/etc"
echo belfry >"$MACHINE/etc/hostname"
for tool in systemd-run networkctl hostname chronyc; do
  printf '#!/bin/sh\nexit 0\n' >"$BIN/$tool"
  chmod 755 "$BIN/$tool"
done

# network REQUEST: what the page is told then.
network() {
  rm -rf "$THEIRS/network"
  mkdir "$THEIRS/network"
  printf '%b' "$1" >"$THEIRS/network/request"
  [[ -z "$as_root" ]] || chown -R nobody "$THEIRS/network"
  run_network --requested
}
run_network() {
  rm -f "$NETWORK/report"
  BELFRY_NETWORK_ROOT="$MACHINE" BELFRY_HOST_NETWORK="$NETWORK" timeout 20 bash "$LIB/network" "$1" >/dev/null 2>&1 </dev/null || true
  { cut -d' ' -f2- "$NETWORK/report" 2>/dev/null || true; } | sed 's/ [0-9]*$//'
}
networkd() { cat "$MACHINE/etc/systemd/network/$1" 2>/dev/null || true; }
sources() { cat "$MACHINE/etc/chrony/sources.d/belfry.sources" 2>/dev/null || true; }

same "a request for nothing tells what is set" "hostname=belfry" "$(network "" >/dev/null; grep hostname "$NETWORK/settings")"
same "a fixed address is tried" trying \
  "$(network 'change\ninterface=enp1s0\naddress=192.168.1.5/24\ngateway=192.168.1.1\nntp=time.example\nhostname=telephones\n')"
same "as systemd-networkd reads it" "[Match] Name=enp1s0  [Network] Address=192.168.1.5/24 Gateway=192.168.1.1 DNS=192.168.1.1" \
  "$(networkd 10-belfry.network | paste -sd ' ')"
same "with its time servers" "server time.example iburst" "$(sources)"
same "and host name" telephones "$(cat "$MACHINE/etc/hostname")"
same "the request is gone then" gone "$([[ -e "$THEIRS/network/request" ]] || echo gone)"
same "after two minutes or a restart it is undone" undone "$(run_network --back)"
same "with all of it" "belfry" "$(networkd 10-belfry.network)$(sources)$(cat "$MACHINE/etc/hostname")"
same "a VLAN is tried" trying "$(network 'change\ninterface=enp1s0\naddress=10.0.0.5/16\ngateway=10.0.0.1\nvlan=20\ndns=9.9.9.9\n')"
same "as a device" "[NetDev] Name=belfry-vlan Kind=vlan  [VLAN] Id=20" "$(networkd 10-belfry-vlan.netdev | paste -sd ' ')"
same "that has the address" "[Match] Name=belfry-vlan  [Network] Address=10.0.0.5/16 Gateway=10.0.0.1 DNS=9.9.9.9" \
  "$(networkd 10-belfry-vlan.network | paste -sd ' ')"
same "and is kept" kept "$(network 'keep\n')"
same "for good" "" "$(run_network --back)"
same "the page reads what is set" "interface=enp1s0 address=10.0.0.5/16 gateway=10.0.0.1 dns=9.9.9.9 vlan=20 ntp= hostname=belfry" \
  "$(paste -sd ' ' "$NETWORK/settings")"
same "DHCP with other name servers is tried" trying "$(network 'change\ninterface=enp1s0\naddress=dhcp\ndns=9.9.9.9 1.1.1.1\n')"
same "with these alone" "[Match] Name=enp1s0  [Network] DHCP=yes DNS=9.9.9.9 DNS=1.1.1.1  [DHCPv4] UseDNS=no" \
  "$(networkd 10-belfry.network | paste -sd ' ')"
same "and undone when the page says so" undone "$(network 'undo\n')"
same "back to what was kept" "Id=20" "$(networkd 10-belfry-vlan.netdev | tail -n 1)"
kept="$(cat "$MACHINE"/etc/systemd/network/*)"
for wrong in 'interface=lo' 'interface=../../etc' 'interface=enp1s0\naddress=10.0.0.5/16\ngateway=10.0.0.1; reboot' \
  'interface=enp1s0\naddress=10.0.0.5/16' 'interface=enp1s0\naddress=$(reboot)/24\ngateway=10.0.0.1' \
  'interface=enp1s0\nntp=a b c d e' 'interface=enp1s0\nntp=x\\nbindcmdaddress' 'interface=enp1s0\nvlan=4095' \
  'interface=enp1s0\nhostname=../x' 'interface=enp1s0\ndns=*' 'interface=enp1s0\nexec=reboot' 'address=dhcp' \
  "interface=enp1s0\\naddress[\$(id >$VICTIM)]=x"; do
  same "what has no good form is refused: $wrong" refused "$(network "change\n$wrong\n" | cut -d' ' -f1)"
  same "and nothing is changed: $wrong" "$kept" "$(cat "$MACHINE"/etc/systemd/network/*)"
  unharmed "nor run: $wrong"
done
if [[ -n "$as_root" ]]; then
  network 'keep\n' >/dev/null
  ln -sf "$VICTIM" "$THEIRS/network/request"
  run_network --requested >/dev/null
  unharmed "a link in place of the request is not followed"
  rm -f "$THEIRS/network/request"
  mkfifo "$THEIRS/network/request"
  same "nor a pipe waited for" "" "$(run_network --requested)"
fi

# ---- SSH that the page asks for -----------------------------------------------------------------------

readonly SSH="$MINE/ssh" SSH_RUN="$WORK/ssh-run"
ssh-keygen -q -t ed25519 -N '' -C somebody -f "$WORK/key-ed25519"
ssh-keygen -q -t rsa -b 2048 -N '' -C somebody -f "$WORK/key-short"
KEY="$(cut -d' ' -f1,2 "$WORK/key-ed25519.pub")"
readonly KEY
PRINT="$(ssh-keygen -l -f "$WORK/key-ed25519.pub" | cut -d' ' -f2)"
readonly PRINT
# What systemd was asked for.
printf '#!/bin/sh\necho "$*" >>%s\n' "$WORK/asked" >"$BIN/systemctl"
printf '#!/bin/sh\necho "run $*" >>%s\n' "$WORK/asked" >"$BIN/systemd-run"
# ssh_request REQUEST: what the page is told then.
ssh_request() {
  rm -rf "$THEIRS/ssh"
  mkdir "$THEIRS/ssh"
  printf '%b' "$1" >"$THEIRS/ssh/request"
  [[ -z "$as_root" ]] || chown -R nobody "$THEIRS/ssh"
  run_ssh --requested
}
run_ssh() {
  : >"$WORK/asked"
  BELFRY_SSH="$SSH" BELFRY_SSH_RUN="$SSH_RUN" BELFRY_SSH_HOST_KEY="$SSH/host_key" BELFRY_SSHD="${SSHD:-/bin/true}" timeout 20 bash "$LIB/ssh" "$1" >"$WORK/said" 2>&1 </dev/null || true
  { cut -d' ' -f2- "$SSH/report" 2>/dev/null || true; } | sed -E 's/^on .* refused/refused/'
}
keys() { cat "$SSH/authorized_keys" 2>/dev/null || echo none; }
in_seconds() { echo $(($(date +%s) + $1)); }

same "without a request SSH is off" off "$(ssh_request "")"
same "where there is no SSH server, the page is told" missing "$(SSHD=/nonexistent ssh_request "on\nuntil=$(in_seconds 3600)\nkey=$KEY\n")"
end="$(in_seconds 3600)"
same "an owner's key is let in until then" "on $end $PRINT" "$(ssh_request "on\nuntil=$end\nkey=$KEY\n" | cut -d' ' -f1-3)"
same "the page is told the host's own fingerprint" "$(ssh-keygen -l -f "$SSH/host_key.pub" | cut -d' ' -f2)" "$(cut -d' ' -f5 "$SSH/report")"
same "with no right but a shell, and an end of its own" "restrict,pty,expiry-time=\"$(TZ=UTC date -d "@$end" +%Y%m%d%H%M%S)Z\" $KEY" "$(keys)"
same "the request is gone then" gone "$([[ -e "$THEIRS/ssh/request" ]] || echo gone)"
same "a timer ends it" 1 "$(grep -cE '^run .*--on-active=(3[56][0-9]{2}) .*/usr/lib/belfry/ssh --end$' "$WORK/asked")"
same "the server is started, not enabled" "restart --no-block belfry-ssh.service" "$(grep belfry-ssh.service "$WORK/asked")"
same "the firewall lets port 22 through" 22 "$(BELFRY_SSH_RUN="$SSH_RUN" BELFRY_KEPT=/dev/null host ports tcp)"
rm -rf "$SSH_RUN"
run_ssh --requested >/dev/null
same "a restart within the time goes on" "tcp 22" "$(cat "$SSH_RUN/open-ports" 2>&1)"
for wrong in "until=$(in_seconds 90000)" "until=$(in_seconds -1)" "until=99999999999" "until=" "until=1e12" "until=\$(id >$VICTIM)" \
  "until=a[\$(id >$VICTIM)]" "until=08" "key=$KEY"; do
  same "what has no end of the next day is refused: $wrong" "refused until" "$(ssh_request "on\n$wrong\nkey=$KEY\n")"
  unharmed "nor run: $wrong"
done
same "and what was on is as it was" "on $end $PRINT" "$(cut -d' ' -f2-4 "$SSH/report")"
run_ssh --requested >/dev/null
same "also when root is asked for nothing" "on $end $PRINT" "$(cut -d' ' -f2-4 "$SSH/report")"
now="$(in_seconds 600)"
for wrong in "key=command=\"/bin/sh\" $KEY" "key=environment=\"LD_PRELOAD=/x\" $KEY" "key=no-pty $KEY" "key=$KEY a comment" \
  "key=$KEY\r" "key= $KEY" "key=$(paste -sd' ' "$WORK/key-ed25519")" "key=ssh-ed25519 AAAA" "key=ssh-ed25519 ${KEY#* }AAAA" \
  "key=ssh-dss ${KEY#* }" "key=ssh-rsa ${KEY#* }" "key=$(cut -d' ' -f1,2 "$WORK/key-short.pub")" "key=cert-authority $KEY" \
  "key=@/etc/shadow" "key=\$(id >$VICTIM)" "key=" "until=1"; do
  said="$(ssh_request "on\nuntil=$now\n$wrong\n")"
  case "$wrong" in
    # What is left of it when the carriage return is, is the key.
    *'\r') same "a carriage return is left out" "restrict,pty,expiry-time=\"$(TZ=UTC date -d "@$now" +%Y%m%d%H%M%S)Z\" $KEY" "$(keys)" ;;
    *) same "what is not a key alone is refused: $wrong" "refused key" "$said" ;;
  esac
  same "one line is all that there is: $wrong" 1 "$(keys | wc -l)"
  same "without what was asked for: $wrong" "" "$(keys | grep -e command= -e environment= -e 'a comment' -e cert-authority || true)"
  unharmed "nor run: $wrong"
done
same "a second key is refused" "refused request" "$(ssh_request "on\nuntil=$now\nkey=$KEY\nkey=$KEY\n")"
same "and a line after the key" "refused request" "$(ssh_request "on\nuntil=$now\nkey=$KEY\ncommand=\"/bin/sh\" $KEY\n")"
same "and another word" "refused request" "$(ssh_request "always\n")"
if [[ -n "$as_root" ]]; then
  before="$(keys)"
  ssh_request "" >/dev/null
  printf 'on\nuntil=%s\nkey=%s\n' "$now" "$KEY" >"$MINE/planted"
  chmod 600 "$MINE/planted"
  ln -sf "$MINE/planted" "$THEIRS/ssh/request"
  run_ssh --requested >/dev/null
  same "a link in place of the request is read with the account's rights" "$before" "$(keys)"
  same "and what it leads to stays" yes "$([[ -s "$MINE/planted" ]] && echo yes)"
  mkfifo "$THEIRS/ssh/request"
  run_ssh --requested >/dev/null
  same "a pipe is not waited for" "$before" "$(keys)"
  rm -f "$THEIRS/ssh/request"
  same "the keys are root's, in a directory of root's" "root 644 root 711" "$(stat -c '%U %a' "$SSH/authorized_keys" "$SSH" | paste -sd' ')"
  same "the host's key too" "root 600" "$(stat -c '%U %a' "$SSH/host_key")"
fi
same "the page switches it off" off "$(ssh_request 'off\n')"
same "no key is left" none "$(keys)"
same "nor an open port" "" "$(BELFRY_SSH_RUN="$SSH_RUN" BELFRY_KEPT=/dev/null host ports tcp)"
same "nor a server" "stop belfry-ssh.service" "$(grep 'belfry-ssh.service' "$WORK/asked")"
ssh_request "on\nuntil=$(in_seconds 600)\nkey=$KEY\n" >/dev/null
same "a request that is refused while it is off says so" "refused key" "$(run_ssh --end >/dev/null; ssh_request "on\nuntil=$(in_seconds 600)\nkey=x\n")"
same "for longer than a moment" "refused key" "$(run_ssh --requested)"
ssh_request "on\nuntil=$(in_seconds 600)\nkey=$KEY\n" >/dev/null
same "its end too" "off none" "$(run_ssh --end) $(keys)"
ssh_request "on\nuntil=$(in_seconds 600)\nkey=$KEY\n" >/dev/null
rm -rf "$SSH_RUN"
in_seconds -5 >"$SSH/until"
same "a restart after the end leaves it off" "off none" "$(run_ssh --requested) $(keys)"
ssh_request "on\nuntil=$(in_seconds 600)\nkey=$KEY\n" >/dev/null
rm -rf "$SSH_RUN"
in_seconds 900000 >"$SSH/until"
same "and one with a clock that was set back" "off none" "$(run_ssh --requested) $(keys)"
same "no target starts the server" "" "$(grep -n '^\[Install\]' "$INSTALLER/debian/belfry.belfry-ssh.service" || true)"
if [[ -n "$as_root" && -x /usr/sbin/sshd ]]; then
  sed -e "s|/var/lib/belfry-ssh|$SSH|" -e "s|/etc/belfry/ssh_host_key|$SSH/host_key|" "$LIB/sshd_config" >"$WORK/sshd_config"
  mkdir -p /run/sshd
  same "sshd takes its configuration: a key, and nothing besides" \
    "allowusers owner,authenticationmethods publickey,disableforwarding yes,passwordauthentication no,permitrootlogin no,permituserenvironment no,usepam no" \
    "$(/usr/sbin/sshd -T -f "$WORK/sshd_config" 2>/dev/null | grep -E '^(usepam|permitrootlogin|passwordauthentication|disableforwarding|permituserenvironment|authenticationmethods|allowusers) ' | sort | paste -sd,)"
fi
printf '#!/bin/sh\nexit 3\n' >"$BIN/systemctl"
printf '#!/bin/sh\nexit 0\n' >"$BIN/systemd-run"

# ---- what the units may --------------------------------------------------------------------------------

# The update is dpkg, which may everything; the others are told what they need. 0 is nothing, 100 all.
readonly EXPOSURE_MAX=25
for unit in belfry belfry-host belfry-host-change belfry-dnsmasq; do
  [[ "$unit" == belfry ]] && file=belfry.service || file="belfry.$unit.service"
  cp "$INSTALLER/debian/$file" "$WORK/$unit.service"
  same "systemd finds little that $unit.service may" 0 \
    "$(systemd-analyze security --offline=true --no-pager --threshold="$EXPOSURE_MAX" "$WORK/$unit.service" >/dev/null 2>&1; echo $?)"
done

# ---- scripts -------------------------------------------------------------------------------------------

mapfile -t scripts < <(grep -rlE '^#!/(usr/bin/env bash|bin/bash|bin/sh)' "$INSTALLER" --include='*' --exclude-dir=target)
same "shellcheck is content" "" \
  "$(shellcheck -e SC1090,SC1091,SC2016,SC2034,SC2154,SC2004,SC2030,SC2031 -f gcc "${scripts[@]}")"
# Each of these has made somebody root elsewhere.
same "no script of root's evaluates text, sources what it finds, or has curl read a configuration" "" \
  "$(grep -nE '(^|[;&|( ])eval |curl .*(-K|--config)|runuser|\. "?\$BELFRY_DATA' "$LIB"/{shell.sh,host,network,ssh,start,snmp-pass} "$LIB"/command/* || true)"

echo "account: $PASSED passed, $FAILED failed$([[ -n "$as_root" ]] || echo "; what needs root was not tried")"
((FAILED == 0))
