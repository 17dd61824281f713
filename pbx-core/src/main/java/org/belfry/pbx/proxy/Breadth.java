package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Forwarding;

/**
 * In how many places a request may be at once, and how they are shared out (RFC 5393 §5.3.3): what
 * the branches that have no final response have got together is the outgoing breadth.
 *
 * <p>A request that does not say may be in as many places as phones ring together here, for a group
 * of the site's owner rings whole. What it passes on to others is shared out from the usual 60 all
 * the same.
 *
 * @param most never exceeded
 * @param shared what is shared out; beyond it each branch has one place
 */
record Breadth(int most, int shared) {
  private static final int USUAL = Forwarding.USUAL_BREADTH;

  /**
   * @param together how many phones ring together here
   */
  static Breadth of(SipRequest request, int together) {
    long said = request.number(HeaderName.MAX_BREADTH, 0);
    // §5.3.3: what is above our maximum is overwritten.
    int incoming = (int) Math.min(said, USUAL);
    return incoming == 0 ? new Breadth(together, USUAL) : new Breadth(incoming, incoming);
  }

  /**
   * The places of those branches that may begin now, at least one for each. When others may come,
   * half of what nobody needs is kept for them, for they do not wait until these have answered.
   *
   * @param running the branches so far
   * @param wanted how many more shall begin
   * @param more whether others may come besides
   */
  int[] shares(List<Branch> running, int wanted, boolean more) {
    int outgoing = 0;
    for (Branch branch : running) {
      outgoing += branch.running() ? branch.breadth() : 0;
    }
    int[] shares = new int[Math.clamp(most - outgoing, 0, wanted)];
    int spare = Math.max(0, shared - outgoing - shares.length);
    int given = more ? (spare + 1) / 2 : spare;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = 1 + given / shares.length + (i < given % shares.length ? 1 : 0);
    }
    return shares;
  }
}
