package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.belfry.appliance.dialplan.Documents.Raw;
import org.belfry.pbx.admin.AnnouncementAdmin.UseView;
import org.belfry.pbx.admin.AnnouncementAdmin.User;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the dial plan says an announcement, {@code prompt:name}, or sends calls to one, {@code
 * app:announcement:name}. Looks through the documents as they are kept.
 */
@Component
public class AnnouncementUses {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SAYS = "prompt:";
  private static final String LEADS = "app:announcement:";

  private final DialPlanTables tables;
  private final JdbcClient jdbc;

  AnnouncementUses(DialPlanTables tables, JdbcClient jdbc) {
    this.tables = tables;
    this.jdbc = jdbc;
  }

  /** Of all announcements, by the names of those that are used. */
  public Map<String, List<UseView>> all() {
    Map<String, List<UseView>> uses = new LinkedHashMap<>();
    collect(User.ATTENDANT, tables.attendants.raw(), uses);
    collect(User.QUEUE, tables.queues.raw(), uses);
    collect(User.INBOUND, tables.inbound.raw(), uses);
    collect(User.GROUP, tables.groups.raw(), uses);
    collect(User.USER, forwarding(), uses);
    return uses;
  }

  /** Call settings of users with an announcement in them, by extension. */
  private List<Raw> forwarding() {
    return jdbc.sql(
            "select u.id, u.extension, c.settings from user_calls c join app_user u"
                + " on u.id = c.user_id where c.settings like ? order by u.extension")
        .param("%" + LEADS + "%")
        .query((row, n) -> new Raw(row.getLong(1), row.getString(2), row.getString(3)))
        .list();
  }

  private static void collect(User by, List<Raw> documents, Map<String, List<UseView>> uses) {
    for (Raw each : documents) {
      Set<String> names = new TreeSet<>();
      walk(JSON.readTree(each.text()), names);
      for (String name : names) {
        uses.computeIfAbsent(name, first -> new ArrayList<>()).add(new UseView(by, each.name()));
      }
    }
  }

  private static void walk(JsonNode node, Set<String> names) {
    if (node.isString()) {
      String text = node.asString();
      if (text.startsWith(SAYS)) {
        names.add(text.substring(SAYS.length()).strip());
      } else if (text.startsWith(LEADS)) {
        names.add(text.substring(LEADS.length()).strip());
      }
    } else {
      node.forEach(child -> walk(child, names));
    }
  }
}
