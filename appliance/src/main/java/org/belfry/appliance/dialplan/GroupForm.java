package org.belfry.appliance.dialplan;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.belfry.pbx.admin.GroupAdmin.Member;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.GroupAdmin.Strategy;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.RingGroup;

/** Ring groups: from the command to what is stored, and on to what the call path knows. */
final class GroupForm {
  private static final int MEMBERS_MAX = 100;

  private GroupForm() {}

  static SaveGroup checked(SaveGroup c) {
    Fields fields = new Fields();
    Strategy strategy = CallForm.or(c.strategy(), Strategy.ALL);
    int ring = fields.range("ringSeconds", c.ringSeconds(), 60, 5, 600);
    Set<String> seen = new HashSet<>();
    List<Member> members =
        fields.list(
            "members",
            c.members(),
            MEMBERS_MAX,
            (at, member) -> {
              String extension = fields.number(at + ".extension", member.extension());
              if (!extension.isEmpty() && !seen.add(extension.toLowerCase(Locale.ROOT))) {
                fields.problem(at + ".extension", "listed twice");
              }
              int delay = fields.range(at + ".delaySeconds", member.delaySeconds(), 0, 0, 60);
              if (delay > 0 && strategy != Strategy.ALL) {
                fields.problem(at + ".delaySeconds", "available only if all members ring at once");
              } else if (delay > 0 && delay >= ring) {
                fields.problem(at + ".delaySeconds", "must be shorter than the total ring time");
              }
              return new Member(extension, delay);
            });
    String overflow = fields.destination("overflow", c.overflow());
    if (members.isEmpty() && overflow == null) {
      fields.problem("members", "add a member, or an overflow for all calls");
    }
    SaveGroup good =
        new SaveGroup(
            fields.number("number", c.number()),
            fields.needed("name", c.name(), 64),
            strategy,
            members,
            ring,
            fields.range("memberSeconds", c.memberSeconds(), 15, 5, 120),
            CallForm.or(c.skipBusy(), true),
            overflow);
    fields.refuse();
    return good;
  }

  static RingGroup group(SaveGroup g) {
    return new RingGroup(
        g.number(),
        g.name(),
        RingGroup.Strategy.valueOf(Objects.requireNonNull(g.strategy()).name()),
        Fields.orEmpty(g.members()).stream()
            .map(m -> new RingGroup.Member(m.extension(), Fields.seconds(m.delaySeconds())))
            .toList(),
        Fields.seconds(g.ringSeconds()),
        Fields.seconds(g.memberSeconds()),
        Boolean.TRUE.equals(g.skipBusy()),
        g.overflow() == null ? null : Destination.parse(g.overflow()));
  }
}
