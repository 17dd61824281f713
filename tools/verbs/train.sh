# shellcheck shell=bash
# ./belfry train: records a start into the start-up cache of what ./belfry run starts, unless there is one.

uses lib/needs lib/build

verb_train() {
  takes_nothing train "$@"
  need_jdk
  need "${RUN_NEEDS[@]}"
  build
  train
}
