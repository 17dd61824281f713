package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where a call would go, and why, without making it. */
public interface PlanExplainer {

  /**
   * @param from who would call: an extension, an outside number, {@code anonymous}, or {@code
   *     number@trunk} for the trunk it would come by
   * @param to what they would dial, or a SIP address
   * @throws InvalidCommand when one of them is missing or is no address
   */
  Explanation explain(String from, String to, Instant at);

  /**
   * @param reasons the decisions, in the order they were taken
   * @param tree the plan as lines of text for people
   */
  record Explanation(
      String from, String to, Instant at, List<ReasonView> reasons, StepView plan, String tree) {}

  /**
   * @param code the kind of decision, by which pages find the sentence in the reader's language
   * @param words what the sentence is about
   * @param sentence in English
   */
  record ReasonView(String code, List<String> words, String sentence) {}

  /**
   * One step of a plan.
   *
   * @param kind {@code ring}, {@code redirect}, {@code refuse} or {@code aside}
   * @param text the step in English
   * @param places that ring, or addresses that the caller is sent to
   * @param seconds how long they ring; 0 for what is no ring
   * @param status that refuses or redirects; 0 for others
   * @param then what may come next
   */
  record StepView(
      String kind,
      String text,
      List<PlaceView> places,
      long seconds,
      int status,
      List<NextView> then) {}

  /**
   * @param on when it comes: {@code busy}, {@code no-answer}, {@code redirected}, {@code
   *     unreachable}, {@code declined}; empty after an aside, where it always does
   */
  record NextView(List<String> on, StepView step) {}

  /**
   * @param kind {@code phones}, {@code outside}, {@code neighbour}, {@code address} or {@code
   *     application}
   * @param name extension, number, peer, address or application
   * @param detail the trunk of a number, the argument of an application, or null
   * @param delaySeconds how much later than the others
   * @param confirm whether who answers must press 1
   * @param onBehalfOf who sent the call there, or null
   */
  record PlaceView(
      String kind,
      String name,
      @Nullable String detail,
      long delaySeconds,
      boolean confirm,
      @Nullable String onBehalfOf) {}
}
