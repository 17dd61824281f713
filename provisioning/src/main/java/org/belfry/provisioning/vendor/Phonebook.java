package org.belfry.provisioning.vendor;

import java.util.List;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.profile.ProfileFile;

/**
 * Names and numbers of a site as phones without LDAP read them, a format of its own for each brand.
 * Sources: the XML browser and remote phonebook documents of the makers, with the element names as
 * in wazo-provd-plugins.
 */
public final class Phonebook {
  /** More than this no phone of these shows. */
  public static final int ENTRIES_MAX = 1000;

  private final List<Entry> entries;

  /** Somebody and how to call them. */
  public record Entry(String name, String number) {}

  /**
   * @param entries in the order they are shown; only the first {@link #ENTRIES_MAX} are
   */
  public Phonebook(List<Entry> entries) {
    this.entries = entries.subList(0, Math.min(ENTRIES_MAX, entries.size()));
  }

  /**
   * @param name by which the phone asks for it
   */
  public ProfileFile file(Brand brand, String name) {
    StringBuilder text = new StringBuilder(Xml.HEAD);
    switch (brand) {
      case YEALINK -> list(text, "YealinkIPPhoneDirectory", "", "Name", "Telephone");
      case FANVIL -> list(text, "FanvilIPPhoneDirectory", "", "Name", "Telephone");
      case CISCO -> list(text, "CiscoIPPhoneDirectory", "Title", "Name", "Telephone");
      case SNOM -> list(text, "SnomIPPhoneDirectory", "Title", "Name", "Telephone");
      case GRANDSTREAM -> addressBook(text);
      case POLY -> items(text);
      case LINPHONE, ACROBITS, ZOIPER -> list(text, "directory", "", "name", "number");
    }
    return new ProfileFile(name, Xml.TYPE, text.toString(), false);
  }

  /** True for the name under which a brand's phones ask for it. */
  public static boolean isFile(Brand brand, String digits, String name) {
    return switch (brand) {
      case GRANDSTREAM -> name.equals("phonebook.xml") || name.equals("gs_phonebook.xml");
      case POLY ->
          name.equals(digits + "-directory.xml") || name.equals("000000000000-directory.xml");
      default -> name.equals("directory.xml");
    };
  }

  private void list(
      StringBuilder text, String root, String title, String nameElement, String numberElement) {
    text.append('<').append(root).append(">\n");
    if (!title.isEmpty()) {
      text.append(Xml.element("  ", title, "Belfry"));
    }
    for (Entry entry : entries) {
      text.append("  <DirectoryEntry>\n")
          .append(Xml.element("    ", nameElement, entry.name()))
          .append(Xml.element("    ", numberElement, entry.number()))
          .append("  </DirectoryEntry>\n");
    }
    text.append("</").append(root).append(">\n");
  }

  private void addressBook(StringBuilder text) {
    text.append("<AddressBook>\n");
    for (Entry entry : entries) {
      text.append("  <Contact>\n")
          .append(Xml.element("    ", "LastName", entry.name()))
          .append("    <Phone>\n")
          .append(Xml.element("      ", "phonenumber", entry.number()))
          .append(Xml.element("      ", "accountindex", "1"))
          .append("    </Phone>\n  </Contact>\n");
    }
    text.append("</AddressBook>\n");
  }

  private void items(StringBuilder text) {
    text.append("<directory>\n  <item_list>\n");
    for (Entry entry : entries) {
      text.append("    <item>\n")
          .append(Xml.element("      ", "ln", entry.name()))
          .append(Xml.element("      ", "ct", entry.number()))
          .append("    </item>\n");
    }
    text.append("  </item_list>\n</directory>\n");
  }
}
