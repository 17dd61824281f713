package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;

/** Users' own scripts for their calls (CPL, RFC 3880). */
public interface CplAdmin {

  /** The script of a user, as it was uploaded; empty when there is none. */
  Optional<String> script(String extension);

  /**
   * Takes a script instead of the one before.
   *
   * @param bytes UTF-8, 64 KB at most
   * @throws InvalidCommand naming {@code script}, with line and column in the sentence
   * @throws NotFound when nobody has this extension
   */
  void put(String extension, byte[] bytes);

  /**
   * The user's rules hold again.
   *
   * @throws NotFound when nobody has this extension, or no script
   */
  void delete(String extension);

  /**
   * A user's own rules, written as a script.
   *
   * @throws NotFound when nobody has this extension
   */
  RulesView rules(String extension);

  /**
   * Turns a script into the user's rules, instead of those before; a script that was uploaded goes.
   * Aliases, limits and what else rules are not stay.
   *
   * @param bytes as of {@link #put}; empty for the script that was uploaded
   * @throws InvalidCommand naming {@code script}: why it cannot be rules and stays a script
   * @throws NotFound when nobody has this extension, or no script was given and none is there
   */
  ImportView imported(String extension, byte[] bytes);

  /**
   * @param calls what holds now
   * @param leftOut what is said in another way, as sentences
   */
  record ImportView(CallSettingsAdmin.CallSettingsView calls, List<String> leftOut) {}

  /**
   * @param text the script
   * @param leftOut what the language has no words for, as sentences
   */
  record RulesView(String text, List<String> leftOut) {}
}
