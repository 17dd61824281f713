# shellcheck shell=bash
# ./belfry iso: the installable image, in iso/target.

uses lib/image

verb_iso() {
  takes_nothing iso "$@"
  make_image iso
}
