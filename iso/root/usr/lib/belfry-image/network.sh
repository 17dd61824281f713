# What the console and its helpers know about the network.

# Addresses that others can reach us at.
addresses() {
  ip -o addr show scope global up | awk '{ sub("/.*", "", $4); print $4 }'
}

# Interfaces with a plug.
interfaces() {
  local path
  for path in /sys/class/net/*; do
    [[ ! -e "$path/device" ]] || echo "${path##*/}"
  done
}
