# shellcheck shell=bash
# ./belfry prompts: speaks the prompts whose texts have changed.

uses lib/needs lib/build

readonly PROMPT_NEEDS=(
  mvn:maven
  flite:flite
  espeak-ng:espeak-ng
)

verb_prompts() {
  takes_nothing prompts "$@"
  need_jdk
  need "${PROMPT_NEEDS[@]}"
  BELFRY_MAKE_PROMPTS=true maven -q -pl appliance -am test -Dtest=PromptPackTest \
    -Dsurefire.failIfNoSpecifiedTests=false
}
