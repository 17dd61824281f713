# shellcheck shell=bash
# The package where no systemd can be booted: installed into a chroot, started by its own command as its own user,
# called, updated by dpkg, purged. Sourced by clean-root.sh. What only systemd does is not tried.
appliance=""

without_systemd() {
  install_into_chroot
  connect
  plug "$pbx" pbx "$PBX"
  start_appliance "first start"
  make_users
  phones_call_each_other
  update_by_dpkg
  phones_call_each_other
  purge_from_chroot
}

# As root in the chroot and in its network.
readonly chrooted=(ip netns exec "$pbx" chroot "$root" env -i LC_ALL=C.UTF-8 TERM=dumb DEBIAN_FRONTEND=noninteractive
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)

install_into_chroot() {
  begin "install"
  cp "$package" "$root/belfry.deb"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  chroot "$root" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y --no-install-recommends install /belfry.deb >"$log" 2>&1 </dev/null
  is_installed_in_time
  start_up_cache_fits
}

# With the rights that its unit gives it.
start_appliance() {
  begin "$1"
  inside install -d -o belfry -g belfry /run/belfry
  rm -f "$root/var/lib/belfry/local-api" # what it wrote at its last start is no sign of this one
  "${chrooted[@]}" BELFRY_DNSMASQ=/var/lib/belfry-dnsmasq setpriv --reuid belfry --regid belfry --init-groups --no-new-privs \
    --bounding-set -all,+net_bind_service --inh-caps -all,+net_bind_service --ambient-caps -all,+net_bind_service \
    /usr/lib/belfry/start </dev/null >"$work/appliance" 2>&1 &
  appliance=$!
  await 240 is_well || fail "it is not well: $(tail -n 40 "$work/appliance")"
  say "well: $1"
}

is_well() { kill -0 "$appliance" && [[ "$(shell health)" == UP ]]; }

stop_appliance() {
  [[ -n "$appliance" ]] || return 0
  kill -TERM "$appliance" 2>/dev/null || true
  await 60 ended "$appliance" || fail "it does not end"
  wait "$appliance" 2>/dev/null || true
  appliance=""
}

end_without_systemd() {
  if [[ -n "$appliance" ]]; then
    kill -TERM "$appliance" 2>/dev/null || true
    await 20 ended "$appliance" || true
  fi
}

update_by_dpkg() {
  made 9.4
  stop_appliance
  inside dpkg -i /srv/9.4.deb >"$log" 2>&1
  [[ "$(version)" == 9.4 ]] || fail "it is version $(version), not 9.4"
  start_appliance "an update by dpkg"
  [[ "$(users)" == 2 ]] || fail "users were lost by the update"
}

purge_from_chroot() {
  begin "removal"
  stop_appliance
  inside dpkg -r belfry >"$log" 2>&1
  [[ -e "$root/var/lib/belfry/database" ]] || fail "removal deleted data"
  inside dpkg -P belfry >"$log" 2>&1
  rm -rf "$root"/tmp/hsperfdata_belfry # its unit gives it a /tmp that goes with it
  nothing_is_left
  say "removed and purged"
}
