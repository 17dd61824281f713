#!/usr/bin/env bash
# Who reaches which port through the firewall that root makes: datagrams from addresses of a stranger, of a private
# network and of the phones' own, in two network namespaces. Needs root; takes some seconds.
set -euo pipefail

INSTALLER="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly INSTALLER LIB="$INSTALLER/root/usr/lib/belfry"
WORK="$(mktemp -d /var/tmp/belfry-firewall-XXXXXX)"
readonly WORK BOX="belfry-fw-$$" OUTSIDE="belfry-fw-out-$$"
FAILED=0
PASSED=0
echoes=()

tidy() {
  [[ "${#echoes[@]}" -eq 0 ]] || kill "${echoes[@]}" 2>/dev/null || true
  ip netns del "$BOX" 2>/dev/null || true
  ip netns del "$OUTSIDE" 2>/dev/null || true
  rm -rf "$WORK"
}

same() {
  local what="$1" expected="$2" actual="$3"
  if [[ "$expected" == "$actual" ]]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$what" "$expected" "$actual" >&2
  fi
}

# networks: the box with two addresses of its own; the others, one of them routed from elsewhere.
networks() {
  local address
  ip netns add "$BOX"
  ip netns add "$OUTSIDE"
  ip -n "$BOX" link add box type veth peer name out netns "$OUTSIDE"
  for address in 192.0.2.1/24 192.168.9.1/24; do ip -n "$BOX" address add "$address" dev box; done
  for address in 192.0.2.9/24 192.168.9.9/24 198.51.100.9/24; do ip -n "$OUTSIDE" address add "$address" dev out; done
  ip -n "$BOX" link set lo up
  ip -n "$BOX" link set box up
  ip -n "$OUTSIDE" link set out up
  ip -n "$BOX" route add 198.51.100.0/24 dev box
}

# firewall [INTERFACE]: as root makes it for these wishes of the appliance.
firewall() {
  printf '%s' "${1:+interface=$1$'\n'}" >"$WORK/dnsmasq/configuration"
  BELFRY_DATA="$WORK" BELFRY_KEPT=/dev/null BELFRY_SSH_RUN="$WORK" ip netns exec "$BOX" timeout 20 bash -euc ". $LIB/host; firewall"
}

# reaches FROM PORT: whether the box answers a datagram from this address.
reaches() { ip netns exec "$OUTSIDE" timeout 20 python3 "$INSTALLER/test/udp.py" ask "$1" 192.0.2.1 "$2"; }

if [[ "$(id -u)" -ne 0 ]]; then
  echo "firewall: not tried, which needs root."
  exit 0
fi
trap tidy EXIT
mkdir -p "$WORK/dnsmasq"
printf 'udp 53\nudp 67\nudp 69\nudp 5060\n' >"$WORK/open-ports"
networks
for port in 53 67 69 5060 7000; do
  ip netns exec "$BOX" timeout 120 python3 "$INSTALLER/test/udp.py" echo "$port" &
  echoes+=("$!")
done
firewall
same "a stranger reaches what is for strangers" yes "$(reaches 198.51.100.9 5060)"
same "and no port that is not open" no "$(reaches 198.51.100.9 7000)"
for port in 53 67 69; do
  same "a stranger gets neither names nor addresses nor files for phones ($port)" no "$(reaches 198.51.100.9 "$port")"
  same "which phones on a private network get ($port)" yes "$(reaches 192.168.9.9 "$port")"
done
same "public neighbours count as strangers" no "$(reaches 192.0.2.9 53)"
firewall box
same "unless their network is the phones'" yes "$(reaches 192.0.2.9 53)"
same "and others are strangers still" no "$(reaches 198.51.100.9 53)"

echo "firewall: $PASSED passed, $FAILED failed"
((FAILED == 0))
