package org.belfry.pbx.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SIP method; names are case-sensitive (RFC 3261 §7.1). Unknown methods are values like any
 * other.
 */
public record Method(String name) {
  public static final Method INVITE = new Method("INVITE");
  public static final Method ACK = new Method("ACK");
  public static final Method BYE = new Method("BYE");
  public static final Method CANCEL = new Method("CANCEL");
  public static final Method REGISTER = new Method("REGISTER");
  public static final Method OPTIONS = new Method("OPTIONS");
  public static final Method MESSAGE = new Method("MESSAGE");
  public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
  public static final Method NOTIFY = new Method("NOTIFY");
  public static final Method REFER = new Method("REFER");
  public static final Method UPDATE = new Method("UPDATE");
  public static final Method PRACK = new Method("PRACK");
  public static final Method INFO = new Method("INFO");
  public static final Method PUBLISH = new Method("PUBLISH");

  private static final Method[] KNOWN = {
    INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, MESSAGE, SUBSCRIBE, NOTIFY, REFER, UPDATE, PRACK,
    INFO, PUBLISH
  };

  /** The methods that are known by name. */
  public static List<Method> known() {
    return List.of(KNOWN);
  }

  /** The known method that these bytes spell, or null. */
  public static @Nullable Method known(byte[] bytes, int from, int to) {
    for (Method known : KNOWN) {
      if (known.isSpelled(bytes, from, to)) {
        return known;
      }
    }
    return null;
  }

  private boolean isSpelled(byte[] bytes, int from, int to) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** The method of this name; known ones are shared. */
  public static Method of(String name) {
    for (Method known : KNOWN) {
      if (known.name.equals(name)) {
        return known;
      }
    }
    return new Method(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
