package org.belfry.appliance.rest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.belfry.pbx.admin.AttendantAdmin.Ask;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Step;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Masks the web addresses of attendants for tokens that may only read: the server alone is left.
 * What is behind it may be a key, and is often all that the server asks for.
 */
final class AskedServers {
  private static final String MASK = "/•••";

  private AskedServers() {}

  /** As it is for an administrator; for others without what is behind the servers. */
  static AttendantView shown(AttendantView attendant) {
    if (administers()) {
      return attendant;
    }
    Map<String, SaveNode> nodes = new LinkedHashMap<>();
    attendant.nodes().forEach((name, node) -> nodes.put(name, masked(node)));
    return new AttendantView(
        attendant.id(),
        attendant.name(),
        attendant.number(),
        attendant.language(),
        attendant.start(),
        nodes,
        attendant.warnings());
  }

  /** The same of a call that is tried. */
  static Step shown(Step step) {
    return administers()
        ? step
        : new Step(
            step.node(),
            step.does().replaceAll("(https?://)([^/?# ]*)[^ ]*", "$1$2" + MASK),
            step.said(),
            step.input());
  }

  private static SaveNode masked(SaveNode node) {
    Ask ask = node.ask();
    return ask == null
        ? node
        : new SaveNode(
            node.say(),
            node.menu(),
            node.collect(),
            node.extension(),
            node.name(),
            node.branch(),
            node.goTo(),
            node.voicemail(),
            new Ask(server(ask.url()), ask.seconds(), ask.nodes(), ask.otherwise()),
            node.record(),
            node.hangUp());
  }

  /** No user stands in an address that was taken. */
  private static String server(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getAuthority() + MASK;
  }

  private static boolean administers() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null
        && who.getAuthorities().stream().anyMatch(each -> "ROLE_ADMIN".equals(each.getAuthority()));
  }
}
