package org.belfry.pbx.routing.cpl;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large the largest plan of a script can be: of a switch one case is taken, of a proxy all
 * outputs, and a subaction counts wherever it is used.
 */
final class Expansion {
  private final IdentityHashMap<CplNode, Map<Integer, Integer>> known = new IdentityHashMap<>();

  /**
   * @param places how many can be in the location set here
   * @return at most {@link CplLimits#EXPANDED} + 1
   */
  int of(@Nullable CplNode node, int places) {
    if (node == null) {
      return 0;
    }
    Map<Integer, Integer> here = known.computeIfAbsent(node, n -> new HashMap<>());
    Integer before = here.get(places);
    if (before != null) {
      return before;
    }
    int size = (int) Math.min(1 + below(node, places), CplLimits.EXPANDED + 1);
    here.put(places, size);
    return size;
  }

  private long below(CplNode node, int places) {
    return switch (node) {
      case CplNode.Switch s ->
          s.cases().stream().mapToLong(c -> of(c.then(), places)).max().orElse(0);
      case CplNode.Location l -> of(l.then(), places + 1);
      case CplNode.RemoveLocation r -> of(r.then(), places);
      case CplNode.Lookup l ->
          Math.max(
              of(l.success(), places + 1),
              Math.max(of(l.notFound(), places), of(l.failure(), places)));
      case CplNode.Proxy p -> {
        // Somebody may decline at each place of a series, which leads to the failure every time.
        long failures = p.ordering() == CplNode.Ordering.SEQUENTIAL ? places + 1L : 2;
        yield (long) of(p.busy(), places)
            + of(p.noAnswer(), places)
            + of(p.redirection(), places)
            + failures * of(p.failure(), places);
      }
      case CplNode.Mail m -> of(m.then(), places);
      case CplNode.Log l -> of(l.then(), places);
      case CplNode.Sub s -> of(s.target(), places);
      case CplNode.Redirect r -> 0;
      case CplNode.Reject r -> 0;
    };
  }
}
