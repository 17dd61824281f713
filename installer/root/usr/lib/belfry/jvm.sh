# What start and train have in common; sourced.

# Read by both: the site's file goes before ours.
SETTINGS=("--spring.config.additional-location=file:/usr/lib/belfry/belfry.properties,optional:file:/etc/belfry/belfry.properties")

# Where the start-up cache of this build is for this processor. A cache holds machine code: one that was made on
# another processor ended in SIGILL, so its name says which it was made on, and another's is never used.
aot_cache() {
  local processor
  processor="$(grep -m 1 -E '^(flags|Features)' /proc/cpuinfo | sha256sum | cut -c 1-16)"
  echo "/var/cache/belfry/aot/$(cat /usr/lib/belfry/build)-$processor.aot"
}
