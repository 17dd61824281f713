package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Places that an emergency centre can send somebody to, and who calls from there. */
public interface EmergencyAdmin {

  /** All by name. */
  List<LocationView> locations();

  Optional<LocationView> location(long id);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   */
  LocationView create(SaveLocation command);

  /**
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such location
   */
  LocationView replace(long id, SaveLocation command);

  /**
   * @throws NotFound when there is no such location
   */
  void delete(long id);

  /** Where a user works who has said so. */
  Optional<Home> home(String extension);

  /**
   * A user says where.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such user
   */
  Home moveHome(String extension, Home home);

  /** A user works where the site has said. */
  void leaveHome(String extension);

  /**
   * A postal address and a place within the building; null or empty for what is not known.
   *
   * @param country ISO 3166 code
   */
  record Address(
      @Nullable String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postalCode,
      @Nullable String street,
      @Nullable String number,
      @Nullable String building,
      @Nullable String floor,
      @Nullable String room) {}

  /**
   * @param name unique; 1 to 64 characters
   * @param note further words for the responder
   * @param networks whose phones are there, such as {@code 10.2.0.0/16}
   * @param phones MAC addresses of phones that are there
   * @param users extensions of the people who work there
   * @param callbackNumber that the emergency centre knows the place by, {@code +} and digits
   * @param usual whether whoever is nowhere else is there; one location at most
   */
  record SaveLocation(
      String name,
      @Nullable Address address,
      @Nullable String note,
      @Nullable Double latitude,
      @Nullable Double longitude,
      @Nullable List<String> networks,
      @Nullable List<String> phones,
      @Nullable List<String> users,
      @Nullable String callbackNumber,
      @Nullable Boolean usual) {}

  /**
   * @param text name and address in one line, as the front desk reads it
   */
  record LocationView(
      long id,
      String name,
      Address address,
      @Nullable String note,
      @Nullable Double latitude,
      @Nullable Double longitude,
      List<String> networks,
      List<String> phones,
      List<String> users,
      @Nullable String callbackNumber,
      boolean usual,
      String text,
      List<FieldProblem> warnings) {}

  /** Where somebody works who says so: at home, mostly. */
  record Home(@Nullable Address address, @Nullable String note) {}
}
