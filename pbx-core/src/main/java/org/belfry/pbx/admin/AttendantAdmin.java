package org.belfry.pbx.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Attendants: menus that answer calls. */
public interface AttendantAdmin {

  /** All attendants by name. */
  List<AttendantView> attendants();

  Optional<AttendantView> attendant(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  AttendantView create(SaveAttendant command);

  /**
   * Replaces one; callers who are in it go on in the old one.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such attendant
   */
  AttendantView replace(long id, SaveAttendant command);

  /**
   * @throws InvalidCommand when something still leads to it, naming what
   * @throws NotFound when there is no such attendant
   */
  void delete(long id);

  /**
   * What would happen, step by step, if somebody called and did this.
   *
   * @param inputs keys in order, null for nothing pressed; a call-out takes the name of the node
   *     that it would name; null after a call was handed on: nobody takes it. 200 at most
   * @throws NotFound when there is no such attendant
   */
  List<Step> tryOut(String name, List<@Nullable String> inputs, Instant at);

  /**
   * The same for one that is not stored, or not yet as it is here.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   */
  List<Step> tryOut(SaveAttendant draft, List<@Nullable String> inputs, Instant at);

  /**
   * How often what happened at its nodes, by day.
   *
   * @param from the first day, {@code to} the last one
   * @throws NotFound when there is no such attendant
   */
  List<NodeFigure> figures(String name, LocalDate from, LocalDate to);

  /**
   * @param name 1 to 32 letters, digits and . _ - +; unique
   * @param number what is dialled for it, nobody else's; null for none
   * @param language as {@code de}; null for the site's
   * @param start the node a call begins at
   * @param nodes by name; 200 at most
   */
  record SaveAttendant(
      String name,
      @Nullable String number,
      @Nullable String language,
      String start,
      @Nullable Map<String, SaveNode> nodes) {}

  /** One place in it: exactly one of these. */
  record SaveNode(
      @Nullable Say say,
      @Nullable Menu menu,
      @Nullable Collect collect,
      @Nullable Find extension,
      @Nullable Find name,
      @Nullable Branch branch,
      @Nullable GoTo goTo,
      @Nullable Voicemail voicemail,
      @Nullable Ask ask,
      @Nullable Recording record,
      @Nullable HangUp hangUp) {}

  /**
   * Says something.
   *
   * @param lines text to speak, {@code prompt:name}, {@code digits:{value}} or {@code
   *     number:{value}}; {@code {name}} in any of them stands for a value of the call
   * @param skippable whether a key goes on at once; null: it does
   * @param next null for a goodbye
   * @param language in which it and all that follows is said; null for the one before
   */
  record Say(
      List<String> lines,
      @Nullable Boolean skippable,
      @Nullable String next,
      @Nullable String language) {

    /** In the language of what was said before. */
    public Say(List<String> lines, @Nullable Boolean skippable, @Nullable String next) {
      this(lines, skippable, next, null);
    }
  }

  /**
   * Asks for a key.
   *
   * @param keys {@code 0} to {@code 9}, {@code *}, {@code #}, each to a node
   * @param extensions whether extensions may be dialled too
   * @param seconds how long it waits for a key, 1 to 60; null for 5
   */
  record Menu(
      List<String> lines,
      Map<String, String> keys,
      @Nullable Boolean extensions,
      @Nullable Integer seconds,
      @Nullable Again invalid,
      @Nullable Again silence) {}

  /**
   * Asks for digits, ended by #, a pause, or when there are enough.
   *
   * @param value the name under which they are kept
   * @param min 1 to 32, null for 1; {@code max} for how many at most, null for 32
   */
  record Collect(
      List<String> lines,
      String value,
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable Integer seconds,
      @Nullable Again invalid,
      @Nullable Again silence,
      @Nullable String next) {}

  /**
   * Asks for an extension, or for a name by the letters on the keys, and calls it.
   *
   * @param otherwise the node when nobody takes the call
   */
  record Find(
      List<String> lines,
      @Nullable Integer seconds,
      @Nullable Again invalid,
      @Nullable Again silence,
      @Nullable String otherwise) {}

  /** Goes on by a schedule. */
  record Branch(String schedule, @Nullable String open, @Nullable String closed) {}

  /**
   * Hands the call on.
   *
   * @param to like {@code dial:1001} or {@code app:queue:sales}
   * @param otherwise the node when nobody takes it
   */
  record GoTo(String to, @Nullable String otherwise) {}

  /** The mailbox of a user. */
  record Voicemail(String extension) {}

  /**
   * Asks a web server by POST, which may name the next node and set values.
   *
   * @param url https or http
   * @param seconds how long it may take, 1 to 20; null for 5
   * @param nodes that it may name
   * @param otherwise the node when it does not answer as it should
   */
  record Ask(
      String url,
      @Nullable Integer seconds,
      @Nullable List<String> nodes,
      @Nullable String otherwise) {}

  /**
   * Records the caller into the mailbox of a user.
   *
   * @param seconds 1 to 600 at most; null for 120
   */
  record Recording(
      List<String> lines, @Nullable Integer seconds, String mailbox, @Nullable String next) {}

  /** Says goodbye. */
  record HangUp(@Nullable List<String> lines) {}

  /**
   * What is done when nothing is pressed, or something that means nothing.
   *
   * @param lines said before it is asked again; null for what the language has for it
   * @param times how often it is asked again, 0 to 10; null for 2
   * @param then the node after that; null for a goodbye
   */
  record Again(@Nullable List<String> lines, @Nullable Integer times, @Nullable String then) {}

  record AttendantView(
      long id,
      String name,
      @Nullable String number,
      @Nullable String language,
      String start,
      Map<String, SaveNode> nodes,
      List<FieldProblem> warnings) {}

  /**
   * @param does a sentence
   * @param said what the caller hears
   * @param input what the caller did then; null for nothing
   */
  record Step(String node, String does, List<String> said, @Nullable String input) {}

  /**
   * @param what {@code ENTERED}, {@code KEY}, {@code TAKEN}, {@code SILENCE}, {@code INVALID},
   *     {@code FAILED}, {@code TOO_LONG} or {@code HUNG_UP}
   * @param key which one, for {@code KEY}; else empty
   */
  record NodeFigure(LocalDate day, String node, String what, String key, long times) {}
}
