# shellcheck shell=bash
# ./belfry quick: machine and scenario tests of the plain modules.

uses lib/needs lib/build lib/tests

verb_quick() {
  takes_nothing quick "$@"
  need_jdk
  need mvn:maven
  forget_reports
  local code=0
  maven -fae -pl pbx-core,media,provisioning -Dtests.excluded=adapter test || code=$?
  sum_up "$code"
}
