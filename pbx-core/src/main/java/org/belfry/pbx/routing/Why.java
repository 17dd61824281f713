package org.belfry.pbx.routing;

/** The kinds of decisions, each with its sentence. */
public enum Why {
  DIALLED_USER("{0} is the extension of {1}."),
  DIALLED_ALIAS("{0} is a number of {1}, extension {2}."),
  DIALLED_GROUP("{0} is the group {1}."),
  DIALLED_SERVICE("{0} is the {1} {2}."),
  DIALLED_PEER("{0} is routed to the peer {1}."),
  DIALLED_DOMAIN("{0} belongs to another domain and is located by DNS."),
  DIALLED_FEATURE("{0} is the feature code for {1}."),
  DIALLED_SPEED("{0} is a speed dial for {1}."),
  DIALLED_INBOUND("{0} is an inbound number."),
  DIALLED_OUTSIDE("{0} is {1} ({2})."),
  DIALLED_EMERGENCY("{0} is an emergency number and is never blocked."),
  EMERGENCY_TEST("{0} is a test number: it is routed like an emergency call and alarms nobody."),
  LOCATION_BY_PHONE("The phone {0} is at {1}."),
  LOCATION_BY_NETWORK("The network {0} is at {1}."),
  LOCATION_BY_USER("{0} works at {1}."),
  LOCATION_BY_SITE("The default location of the site applies: {0}."),
  LOCATION_UNKNOWN("The location of the caller is not known."),
  EMERGENCY_CALLBACK(
      "{0}: {1} made an emergency call less than 30 minutes ago; phones of {2} ring."),
  DIALLED_NOTHING("The number {0} is not assigned."),
  SCHEDULE_OPEN("{0}: open at {1}."),
  SCHEDULE_CLOSED("{0}: closed at {1}."),
  SCHEDULE_MISSING("The opening hours {0} no longer exist and count as open."),
  BLOCKED("{1} blocks calls from {0}."),
  NOT_ALLOWED("{1} does not accept calls from {0}."),
  ANONYMOUS_REFUSED("{0} does not accept anonymous calls."),
  DO_NOT_DISTURB("{0} is on Do Not Disturb."),
  CALL_LIMIT("{0} has reached the limit of {1} simultaneous calls."),
  RULE("Rule {0} of {1} applies."),
  FORWARDED("{0} forwards the call to {1}."),
  FOLLOW("Find-me for {0} in {1} steps."),
  RINGS("{0} rings for {1} s."),
  INTERCOM("The phones of {0} answer automatically."),
  GROUP_EMPTY("The group {0} has no available members."),
  MEMBER_BUSY("{0} is on a call and is skipped."),
  MEMBER_MISSING("{0} no longer exists."),
  MAILBOX("Then the mailbox of {0} answers."),
  OVERFLOW("Then the call goes to {0}."),
  FORBIDDEN("{0} is not allowed to call these numbers: {1}."),
  ROUTE("The route {0} matches and uses {1}."),
  NO_ROUTE("No route matches {0}."),
  TRUNK_OFF("The trunk {0} is disabled."),
  TRUNK_MISSING("The trunk {0} no longer exists."),
  CALLER_NUMBER("The called party sees {0}."),
  IMPOSSIBLE("{0} is not a valid number: {1}"),
  LOOP("The call would reach {0} a second time and ends there."),
  TOO_LONG("The routing is too long and stops here: {0}."),
  SCRIPT("The script of {0} decides: {1}"),
  CODE_HERE("{0} is handled by an application.");

  private final String sentence;

  Why(String sentence) {
    this.sentence = sentence;
  }

  /** With {@code {0}}, {@code {1}}, … for the words. */
  public String sentence() {
    return sentence;
  }
}
