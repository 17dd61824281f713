package org.belfry.appliance.phones;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.network.PhoneAddresses;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Sighting;
import org.springframework.stereotype.Component;

/** Tells the DHCP server which phone is told which address, and hears whom it has seen. */
@Component
class KnownAddresses implements PhoneAddresses {
  private final Phones phones;
  private final ProfileMaker profiles;
  private final UnadoptedPhones newcomers;
  private final UrlDisclosure disclosure;

  KnownAddresses(
      Phones phones, ProfileMaker profiles, UnadoptedPhones newcomers, UrlDisclosure disclosure) {
    this.phones = phones;
    this.profiles = profiles;
    this.newcomers = newcomers;
    this.disclosure = disclosure;
  }

  @Override
  public List<PhoneAddress> addresses() {
    List<PhoneAddress> all = new ArrayList<>();
    Instant now = Instant.now();
    for (Phone phone : phones.all()) {
      if (phone.mac() != null && disclosure.isOpen(phone, now) && profiles.tag(phone) != null) {
        String brand = phone.model().brand().word();
        all.add(new PhoneAddress(phone.id(), phone.mac().shown(), brand, profiles.address(phone)));
      }
    }
    return all;
  }

  /**
   * Any computer asks for an address: only what says that it is a phone, or what a maker of phones
   * has made, is taken for one.
   */
  @Override
  public void seen(String text, String address, String vendorClass) {
    Mac mac = Mac.within(text);
    if (mac == null || phones.byMac(mac) != null) {
      return;
    }
    Sighting sighting = Sighting.ofVendorClass(vendorClass, mac);
    if (sighting.brand() != null) {
      newcomers.seen(mac, sighting, address, "dhcp", Instant.now());
    }
  }
}
