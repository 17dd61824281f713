package org.belfry.pbx.routing;

/** The kinds of decisions, each with its sentence. */
public enum Why {
  DIALLED_USER("{0} is the extension of {1}."),
  DIALLED_ALIAS("{0} is a number of {1}, extension {2}."),
  DIALLED_GROUP("{0} is the group {1}."),
  DIALLED_SERVICE("{0} is the {1} {2}."),
  DIALLED_PEER("{0} is served by {1}."),
  DIALLED_DOMAIN("{0} is another domain, found by DNS."),
  DIALLED_FEATURE("{0} is the feature code for {1}."),
  DIALLED_SPEED("{0} is a speed dial for {1}."),
  DIALLED_INBOUND("{0} is one of our outside numbers."),
  DIALLED_OUTSIDE("{0} is {1} ({2})."),
  DIALLED_EMERGENCY("{0} is an emergency number: nothing stands in its way."),
  DIALLED_NOTHING("Nobody has the number {0}."),
  SCHEDULE_OPEN("The schedule {0} is open at {1}."),
  SCHEDULE_CLOSED("The schedule {0} is closed at {1}."),
  SCHEDULE_MISSING("There is no schedule {0} any more; it counts as open."),
  BLOCKED("{1} blocks calls from {0}."),
  NOT_ALLOWED("{1} takes no calls from {0}."),
  ANONYMOUS_REFUSED("{0} takes no anonymous calls."),
  DO_NOT_DISTURB("{0} does not want to be disturbed."),
  CALL_LIMIT("{0} is in {1} calls already, which is the limit."),
  RULE("Rule {0} of {1} applies."),
  FORWARDED("{0} sends the call to {1}."),
  FOLLOW("{0} is looked for in {1} steps."),
  RINGS("{0} rings for {1} s."),
  INTERCOM("The phones of {0} are asked to answer by themselves."),
  GROUP_EMPTY("The group {0} has nobody to ring."),
  MEMBER_BUSY("{0} is on the phone and is skipped."),
  MEMBER_MISSING("There is no {0} any more."),
  MAILBOX("Then the mailbox of {0} takes a message."),
  OVERFLOW("Then the call goes to {0}."),
  FORBIDDEN("{0} may not call {1} numbers."),
  ROUTE("The route {0} takes it: {1}."),
  NO_ROUTE("No route takes {0}."),
  TRUNK_OFF("The trunk {0} is switched off."),
  TRUNK_MISSING("There is no trunk {0} any more."),
  CALLER_NUMBER("The called party sees {0}."),
  IMPOSSIBLE("{0} cannot be a number: {1}"),
  LOOP("The call would come to {0} a second time; it ends there."),
  TOO_LONG("The plan is cut off here: {0}."),
  SCRIPT("The script of {0} decides: {1}"),
  CODE_HERE("{0} is done by an application.");

  private final String sentence;

  Why(String sentence) {
    this.sentence = sentence;
  }

  /** With {@code {0}}, {@code {1}}, … for the words. */
  public String sentence() {
    return sentence;
  }
}
