package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * Chooses the final response to send upstream when no branch succeeded (RFC 3261 §16.7 steps 6 and
 * 7).
 */
final class BestResponse {
  private BestResponse() {}

  static SipResponse of(SipRequest request, List<Branch> branches) {
    SipResponse best = null;
    for (Branch branch : branches) {
      SipResponse answer = branch.answer();
      if (answer != null
          && !branch.replaced()
          && (best == null || rank(answer.status()) < rank(best.status()))) {
        best = answer;
      }
    }
    if (best == null) {
      return request.respond(408, "Request Timeout", null).done();
    }
    if (best.status() == 503) {
      // Step 6: a 503 would make upstream avoid us, not the phone behind us.
      return request.respond(500, "The next hop is unavailable", best.toTag()).done();
    }
    return best.status() == 401 || best.status() == 407 ? merged(best, branches) : best;
  }

  /** 6xx first, then the lowest class; within 4xx those that let the caller do better (step 6). */
  private static int rank(int status) {
    if (status >= 600) {
      return 0;
    }
    int rank = status / 100 * 1000 + status % 100;
    return switch (status) {
      case 401, 407 -> 4000;
      case 415, 420, 484 -> 4001;
      // A phone that said busy or declined knows more than one that never answered or was switched
      // off.
      case 408, 480, 487 -> 4900 + status % 100 / 10;
      default -> rank + 10;
    };
  }

  /** Step 7: challenges of all branches go upstream together. */
  private static SipResponse merged(SipResponse best, List<Branch> branches) {
    Edit<SipResponse> edit = best.edit();
    for (Branch branch : branches) {
      SipResponse other = branch.answer();
      if (other != null
          && !branch.replaced()
          && !other.equals(best)
          && (other.status() == 401 || other.status() == 407)) {
        other
            .headers(HeaderName.WWW_AUTHENTICATE)
            .forEach(v -> edit.add(HeaderName.WWW_AUTHENTICATE, v));
        other
            .headers(HeaderName.PROXY_AUTHENTICATE)
            .forEach(v -> edit.add(HeaderName.PROXY_AUTHENTICATE, v));
      }
    }
    return edit.done();
  }
}
