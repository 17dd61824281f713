package org.belfry.appliance.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.AuditLog.Difference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What differs between two documents, field by field; secrets are masked. */
final class Differences {
  /** More are not kept: whoever imports thousands of patterns knows what was imported. */
  private static final int MOST = 200;

  private static final int VALUE_MAX = 500;
  private static final String MASK = "•••";
  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "admin-password",
          "sealedPassword",
          "sealed",
          "sealedSecret",
          "pin",
          "moderatorPin",
          "secret",
          // In a phone's own words, and only its maker knows which of them are passwords.
          "overrides");

  /** The address that an attendant asks. */
  private static final Pattern ASKED = Pattern.compile("(^|\\.)ask\\.url$");

  private static final Pattern SERVER = Pattern.compile("^([a-zA-Z]+://)(?:[^/?#]*@)?([^/?#]*).*$");
  private static final Pattern STEP = Pattern.compile("[.\\[]");

  private static final JsonMapper JSON = new JsonMapper();

  private Differences() {}

  /**
   * @param before null when it was not there
   * @param after null when it is gone
   */
  static List<Difference> between(@Nullable Object before, @Nullable Object after) {
    SortedMap<String, String> old = flat(before);
    SortedMap<String, String> now = flat(after);
    Set<String> fields = new TreeSet<>(old.keySet());
    fields.addAll(now.keySet());
    List<Difference> found = new ArrayList<>();
    for (String field : fields) {
      String was = old.get(field);
      String is = now.get(field);
      if (!Objects.equals(was, is) && found.size() < MOST) {
        found.add(new Difference(field, shown(field, was), shown(field, is)));
      }
    }
    return found;
  }

  private static @Nullable String shown(String field, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (STEP.splitAsStream(field).anyMatch(SECRETS::contains)) {
      return MASK;
    }
    String told = ASKED.matcher(field).find() ? server(value) : value;
    return told.length() <= VALUE_MAX ? told : told.substring(0, VALUE_MAX) + "…";
  }

  /** What is behind the server may be a key. */
  private static String server(String url) {
    return SERVER.matcher(url).replaceFirst("$1$2/" + MASK);
  }

  private static SortedMap<String, String> flat(@Nullable Object document) {
    SortedMap<String, String> fields = new TreeMap<>();
    if (document != null) {
      // By way of the text: bytes are no JSON before they are written.
      flatten("", JSON.readTree(JSON.writeValueAsString(document)), fields);
    }
    return fields;
  }

  private static void flatten(String path, JsonNode node, SortedMap<String, String> fields) {
    if (node.isObject()) {
      node.propertyStream()
          .forEach(each ->
              flatten(
                  path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                  each.getValue(),
                  fields));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), fields);
      }
    } else if (!node.isNull() && !path.equals("id")) {
      fields.put(path, node.asString());
    }
  }
}
