package org.belfry.appliance.network;

import java.util.List;

/** Where each phone finds its files; whoever has phones implements it. */
public interface PhoneAddresses {

  /** Those that may be told now. */
  List<PhoneAddress> addresses();

  /**
   * A device that the DHCP server has given an address: unknown phones are noted there.
   *
   * @param vendorClass what it says of itself (option 60, RFC 2132 §9.13); empty when nothing
   */
  void seen(String mac, String address, String vendorClass);

  /**
   * @param mac with colons
   * @param brand {@code yealink}, {@code snom} …: which options it reads is its maker's choice
   * @param url secret
   */
  record PhoneAddress(long phone, String mac, String brand, String url) {}
}
