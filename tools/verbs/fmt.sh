# shellcheck shell=bash
# ./belfry fmt: formats the sources.

uses lib/needs lib/build

verb_fmt() {
  takes_nothing fmt "$@"
  need_jdk
  need mvn:maven
  maven -q spotless:apply
}
