package org.belfry.appliance.dialplan;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.OutboundRoute;

/** Outbound routes and inbound numbers: from the command to what the call path knows. */
final class RouteForm {
  private static final int PATTERNS_MAX = 20_000;

  private RouteForm() {}

  static SaveRoute checked(SaveRoute c, UnaryOperator<String> inFull) {
    Fields fields = new Fields(inFull);
    Set<NumberKind> classes = EnumSet.noneOf(NumberKind.class);
    Fields.orEmpty(c.classes()).stream().filter(Objects::nonNull).forEach(classes::add);
    if (classes.contains(NumberKind.INTERNAL)) {
      fields.problem("classes", "internal calls use no trunk");
    }
    List<String> trunks =
        fields.distinct("trunks", c.trunks(), 16, (at, name) -> fields.needed(at, name, 32));
    if (trunks.isEmpty()) {
      fields.problem("trunks", "select a trunk");
    }
    SaveRoute good =
        new SaveRoute(
            fields.needed("name", c.name(), 64),
            fields.range("position", c.position(), 100, 0, 100_000),
            fields.distinct("patterns", c.patterns(), PATTERNS_MAX, fields::outsidePattern),
            classes,
            new TreeSet<>(fields.countries("countries", c.countries())),
            trunks,
            fields.outside("callerNumber", c.callerNumber()));
    fields.refuse();
    return good;
  }

  static OutboundRoute route(SaveRoute r) {
    return new OutboundRoute(
        r.name(),
        CallForm.patterns(r.patterns()),
        CallForm.classes(r.classes()),
        Fields.orEmpty(r.countries()),
        r.trunks(),
        r.callerNumber());
  }

  static SaveInbound checked(SaveInbound c, UnaryOperator<String> inFull) {
    Fields fields = new Fields(inFull);
    String open = fields.destination("open", c.open());
    if (open == null) {
      fields.problem("open", "enter a destination");
    }
    SaveInbound good =
        new SaveInbound(
            fields.outsidePattern("pattern", c.pattern()),
            fields.optional("trunk", c.trunk(), 32),
            fields.optional("schedule", c.schedule(), 64),
            CallForm.text(open),
            fields.destination("closed", c.closed()));
    if (good.closed() != null && good.schedule() == null) {
      fields.problem("schedule", "required to route calls when closed");
    }
    fields.refuse();
    return good;
  }

  static InboundNumber inbound(SaveInbound n) {
    return new InboundNumber(
        new NumberPattern(n.pattern()),
        n.trunk(),
        n.schedule(),
        Destination.parse(n.open()),
        n.closed() == null ? null : Destination.parse(n.closed()));
  }

  /** What tells an entry from the others. */
  static String name(SaveInbound n) {
    return name(n.pattern(), n.trunk());
  }

  static String name(InboundNumber n) {
    return name(n.pattern().text(), n.trunk());
  }

  private static String name(String pattern, @org.jspecify.annotations.Nullable String trunk) {
    return trunk == null ? pattern : pattern + " by " + trunk;
  }

  /** The closest description of a number first. */
  static int closestFirst(InboundNumber a, InboundNumber b) {
    int byRest =
        Boolean.compare(a.pattern().text().endsWith("*"), b.pattern().text().endsWith("*"));
    int byLength = Integer.compare(b.pattern().text().length(), a.pattern().text().length());
    int byDigits = Long.compare(anyDigits(a), anyDigits(b));
    int byTrunk = Boolean.compare(a.trunk() == null, b.trunk() == null);
    return byRest != 0
        ? byRest
        : byLength != 0
            ? byLength
            : byDigits != 0 ? byDigits : byTrunk != 0 ? byTrunk : name(a).compareTo(name(b));
  }

  private static long anyDigits(InboundNumber n) {
    return n.pattern().text().chars().filter(c -> c == 'X').count();
  }
}
