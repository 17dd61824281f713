# shellcheck shell=bash
# ./belfry qcow2: a disk for virtual machines, installed by that image.

uses lib/image

verb_qcow2() {
  takes_nothing qcow2 "$@"
  make_image qcow2
}
