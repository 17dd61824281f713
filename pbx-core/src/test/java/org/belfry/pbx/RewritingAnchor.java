package org.belfry.pbx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.belfry.pbx.anchor.AgreedMedia;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.anchor.Outcome;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.cdr.LegQuality;
import org.jspecify.annotations.Nullable;

/**
 * A media anchor for scenarios: says in each description that it came through us, and notes who was
 * told what. Off until it is switched on; then everything that was opened must be closed.
 */
public final class RewritingAnchor implements MediaAnchor {
  private final List<RelayedDescription> passages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> open = new TreeSet<>();
  private boolean on;
  private boolean digits;
  private int others;
  private Outcome.Refused refusal;
  private Outcome.Refused answersRefusal;

  public void switchOn() {
    on = true;
  }

  /** A device that refuses an offer can be offered something else so often. */
  public void hasOtherOffers(int number) {
    on = true;
    others = number;
  }

  /** Every offer is refused with this. */
  public void refuse(Outcome.Refused with) {
    on = true;
    refusal = with;
  }

  /** Every answer is refused with this. */
  public void refuseAnswers(Outcome.Refused with) {
    on = true;
    answersRefusal = with;
  }

  /** {@code "OFFER to CALLEE b0: v=0…"}, the bodies' first lines without the end. */
  public List<String> passages() {
    return passages.stream()
        .map(p -> p.kind() + " to " + p.towards() + (p.branch() == null ? "" : " by " + p.branch()))
        .toList();
  }

  public List<RelayedDescription> all() {
    return passages;
  }

  public List<String> notes() {
    return notes;
  }

  /** Calls whose media is open. */
  public Set<String> open() {
    return open;
  }

  @Override
  public Outcome describe(RelayedDescription passage) {
    if (!on) {
      return Outcome.UNCHANGED;
    }
    passages.add(passage);
    if (refusal != null) {
      return refusal;
    }
    open.add(passage.callId());
    if (answersRefusal != null && passage.kind() == RelayedDescription.Kind.ANSWER) {
      return answersRefusal;
    }
    String text = new String(passage.body(), StandardCharsets.UTF_8);
    return new Outcome.Replaced(
        (text + "a=through-us:" + passage.towards() + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean offersOther(String callId, String branch) {
    return others-- > 0;
  }

  @Override
  public void follows(String callId, String branch, String refused) {
    notes.add(branch + " follows " + refused);
  }

  @Override
  public void branchEnded(String callId, String branch) {
    notes.add(branch + " ended");
  }

  @Override
  public void answered(String callId, String branch, String calleeTag) {
    notes.add(branch + " answered");
  }

  /** Digits by INFO are told by events from now on. */
  public void translatesDigits() {
    on = true;
    digits = true;
  }

  @Override
  public boolean dialled(
      String callId, RelayedDescription.Side towards, String mediaType, byte[] body) {
    notes.add(
        mediaType + " to " + towards + ": " + new String(body, StandardCharsets.UTF_8).strip());
    return digits && open.contains(callId);
  }

  /** That a far end speaks as on a side of a call. */
  public record As(String callId, RelayedDescription.Side side) implements AgreedMedia {}

  @Override
  public @Nullable AgreedMedia agreed(String callId, RelayedDescription.Side side) {
    return open.contains(callId) ? new As(callId, side) : null;
  }

  @Override
  public void ended(String callId, Consumer<List<LegQuality>> then) {
    open.remove(callId);
    then.accept(
        on
            ? List.of(
                new LegQuality("caller", "audio", "PCMA", "", 50, 50, 0, 1.5, null, 4.4, null))
            : List.of());
  }
}
