package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Phones that configure themselves: which there are, whose they are, what they get. */
public interface PhoneAdmin {

  /** All phones, by name and MAC address. */
  List<PhoneView> phones();

  Optional<PhoneView> phone(long id);

  /**
   * Adopts phones, all or none.
   *
   * @return in order
   * @throws InvalidCommand naming the field that cannot be taken, with the position when there are
   *     several
   */
  List<PhoneView> create(List<SavePhone> commands);

  /**
   * Adopts the phones of a table, all or none.
   *
   * @param table lines of CSV (RFC 4180); the first names the columns, of {@code mac}, {@code
   *     brand}, {@code model}, {@code user}, {@code name} and {@code site}
   * @return in order
   * @throws InvalidCommand naming line and column that cannot be taken: {@code lines[3].mac}, or
   *     {@code phones} for the table as a whole
   */
  List<PhoneView> createFrom(String table);

  /**
   * Its secret address and its own password stay.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such phone
   */
  PhoneView replace(long id, SavePhone command);

  /**
   * Another device takes a phone's place and gets all that it had, under a new secret address; the
   * old device gets nothing any more.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such phone
   */
  PhoneView swap(long id, SwapPhone command);

  /**
   * Takes a phone out: its address is gone.
   *
   * @throws NotFound when there is no such phone
   */
  void retire(long id);

  /** Phones that have asked and belong to nobody, the latest first. */
  List<NewcomerView> newcomers();

  /** Every model that there are templates for. */
  List<ModelView> models();

  /**
   * What a phone has fetched, the latest first.
   *
   * @throws NotFound when there is no such phone
   */
  List<FetchView> fetches(long id);

  /**
   * Every setting of a phone and why it has this value; without secrets.
   *
   * @throws NotFound when there is no such phone
   */
  List<ValueView> values(long id);

  /**
   * The keys as they are laid out, and as they are on the phone.
   *
   * @throws NotFound when there is no such phone
   */
  List<KeyView> keys(long id);

  /**
   * The files as the phone would get them now; passwords are dots.
   *
   * @throws NotFound when there is no such phone
   */
  List<FileView> files(long id);

  /**
   * What a phone has against what is set.
   *
   * @throws NotFound when there is no such phone
   */
  DifferenceView difference(long id);

  /**
   * Puts keys on a phone; the rest is laid out automatically.
   *
   * @throws InvalidCommand naming the key that cannot be
   * @throws NotFound when there is no such phone
   */
  PhoneView placeKeys(long id, List<PlacedKey> keys);

  /**
   * For ten minutes the phone is told its secret address when it asks by plug and play or DHCP,
   * though it has fetched its files before: it was reset, or somebody took its address away.
   *
   * @throws NotFound when there is no such phone
   */
  void welcome(long id);

  /**
   * Has a phone fetch its files now, by SIP.
   *
   * @param restart whether it is to restart; it does so without when it has to
   * @return false when it is not registered
   * @throws NotFound when there is no such phone
   */
  boolean checkSync(long id, boolean restart);

  /**
   * A phone as it is wanted. Null leaves a field empty.
   *
   * @param mac in any usual form; null for a program
   * @param brand {@code yealink}, {@code snom}, {@code poly}, {@code grandstream}, {@code cisco},
   *     {@code fanvil}, {@code linphone}, {@code acrobits}, {@code zoiper}
   * @param user extension of its first line; null for a phone of nobody, which gets no files
   * @param lines extensions of its further lines
   * @param name for people, like the place where it stands
   * @param site whose settings it has too; null for none
   * @param plainHttp whether it may fetch its files without encryption
   * @param settings of this phone alone, by their words
   * @param keys that somebody placed; the rest is laid out automatically
   * @param overrides in the brand's own words; an empty value takes a word out
   */
  record SavePhone(
      @Nullable String mac,
      String brand,
      String model,
      @Nullable String user,
      @Nullable List<String> lines,
      @Nullable String name,
      @Nullable String site,
      @Nullable Boolean plainHttp,
      @Nullable Map<String, String> settings,
      @Nullable List<PlacedKey> keys,
      @Nullable Map<String, String> overrides) {}

  /**
   * @param key its number from 1
   * @param kind {@code none}, {@code line}, {@code lamp}, {@code park}, {@code speed-dial}
   * @param line account from 1; null for the first
   */
  record PlacedKey(
      int key,
      String kind,
      @Nullable Integer line,
      @Nullable String value,
      @Nullable String label) {}

  /**
   * @param brand null when it is that of before; so model
   */
  record SwapPhone(@Nullable String mac, @Nullable String brand, @Nullable String model) {}

  /**
   * @param mac with colons; null for a program
   * @param users extensions of its lines, the first is its own
   * @param firmware as it said when it last fetched or registered; null when it has not yet
   * @param provisioningUrl where it begins; a secret, for its files have passwords
   * @param registered whether it is registered now
   * @param fetchedAt when it last fetched the file with its accounts
   * @param upToDate whether what it fetched last is what it would get now
   */
  record PhoneView(
      long id,
      @Nullable String mac,
      String brand,
      String model,
      @Nullable String name,
      @Nullable String site,
      List<String> users,
      @Nullable String firmware,
      String provisioningUrl,
      boolean plainHttp,
      boolean registered,
      @Nullable Instant fetchedAt,
      boolean upToDate,
      Map<String, String> settings,
      List<PlacedKey> keys,
      Map<String, String> overrides) {

    /** Without the secret address. */
    @Override
    public String toString() {
      return "PhoneView[" + brand + " " + model + " " + mac + "]";
    }
  }

  /**
   * @param brand null when it is not known; so model
   * @param how it made itself known: {@code multicast}, {@code files}, {@code registration}, {@code
   *     dhcp}
   */
  record NewcomerView(
      String mac,
      @Nullable String brand,
      @Nullable String model,
      @Nullable String firmware,
      @Nullable String address,
      String how,
      Instant lastSeenAt) {}

  /** A model of the catalogue; programs have no MAC address. */
  record ModelView(
      String brand, String brandName, String model, int lines, int keys, boolean soft) {}

  /**
   * @param status of the answer (RFC 9110): 200, 304 when it had it already, 404 for an unknown
   *     file
   */
  record FetchView(
      Instant at, String file, int status, @Nullable String userAgent, String address) {}

  /**
   * @param value dots for a secret
   * @param layer {@code built-in}, {@code global}, {@code site}, {@code model}, {@code device}
   * @param where the site, the model or the phone whose layer it is; empty for the others
   * @param beaten what weaker layers say, the strongest of them first
   */
  record ValueView(
      String setting, String value, String layer, String where, List<BeatenView> beaten) {}

  record BeatenView(String value, String layer, String where) {}

  /**
   * @param placed whether somebody put it there
   */
  record KeyView(int key, String kind, int line, String value, String label, boolean placed) {}

  /**
   * Between the file with its accounts that a phone fetched last and what it would get now.
   *
   * @param known false when it has not fetched it, or when that is not kept
   * @param same whether it has what is set; when it has not and no line is different, passwords are
   * @param fetched lines that only the phone has, without passwords
   * @param set lines that it would get now and has not
   */
  record DifferenceView(boolean known, boolean same, List<String> fetched, List<String> set) {}

  record FileView(String name, String contentType, String text) {}
}
