package org.belfry.provisioning.vendor;

import java.util.List;
import java.util.Map;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;

/** How phones of one brand are configured. */
interface Vendor {

  /** What is set, in the brand's own words, in the order of the file. */
  Words words(PhoneProfile phone);

  /** The files made of these words; the one with the passwords first. */
  List<ProfileFile> files(PhoneProfile phone, Map<String, String> words);

  /** The file that a phone begins with, below its secret directory; empty where it adds names. */
  String entry(String digits);

  /**
   * The Event of a NOTIFY that has the phone fetch its files again.
   *
   * @param restart whether it is to restart in any case
   */
  default String checkSync(boolean restart) {
    return restart ? "check-sync;reboot=true" : "check-sync;reboot=false";
  }
}
