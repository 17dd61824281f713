package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Trunks: ways to the telephone network, by a provider or a gateway. */
public interface TrunkAdmin {

  /** All trunks by name. */
  List<TrunkView> trunks();

  Optional<TrunkView> trunk(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  TrunkView create(SaveTrunk command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such trunk
   */
  TrunkView replace(long id, SaveTrunk command);

  /**
   * @throws InvalidCommand when a route or a number still goes by it, naming what
   * @throws NotFound when there is no such trunk
   */
  void delete(long id);

  /** How numbers can be written for a provider. */
  List<FormatView> formats();

  /**
   * @param says what it looks like
   */
  record FormatView(String name, String says) {}

  /**
   * @param name unique; 1 to 32 letters, digits and hyphens
   * @param server {@code sip:provider.example} with an optional port and {@code ;transport=}
   * @param proxy an outbound proxy, written so too, or null
   * @param registers whether we register there (null: when there is a username); otherwise it knows
   *     us by address
   * @param username for digest and the address-of-record, or null
   * @param authUser when it differs from {@code username}, or null
   * @param password 1 to 128 characters; null leaves it as it is, empty removes it
   * @param addresses IP addresses that calls come from; may be empty when it registers
   * @param format how numbers are written for it: the name of a preset, null for {@code e164}
   * @param number its main number, {@code +} and digits, or null
   * @param channels calls at once, 0 to 1000; null or 0 for no limit
   * @param enabled null: it is
   * @param sendsLocation whether it takes the location of who calls an emergency number (PIDF-LO);
   *     null: it does not
   */
  record SaveTrunk(
      String name,
      String server,
      @Nullable String proxy,
      @Nullable Boolean registers,
      @Nullable String username,
      @Nullable String authUser,
      @Nullable String password,
      @Nullable List<String> addresses,
      @Nullable String format,
      @Nullable String number,
      @Nullable Integer channels,
      @Nullable Boolean enabled,
      @Nullable Boolean sendsLocation) {

    /** The password stays out of logs. */
    @Override
    public String toString() {
      return "SaveTrunk[" + name + "]";
    }
  }

  /**
   * @param hasPassword the password itself is never shown
   */
  record TrunkView(
      long id,
      String name,
      String server,
      @Nullable String proxy,
      boolean registers,
      @Nullable String username,
      @Nullable String authUser,
      boolean hasPassword,
      List<String> addresses,
      String format,
      @Nullable String number,
      int channels,
      boolean enabled,
      boolean sendsLocation,
      List<FieldProblem> warnings) {}
}
