package org.belfry.appliance.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.e2e.Carrier.Line;
import org.belfry.appliance.e2e.Speech.Keys;

/** The talkers of one call, inside and outside, each with a phone and a tone of its own. */
final class Company implements AutoCloseable {
  private final CarrierCustomer site;
  private final Path home;
  private final Talker.AtABrowser browser;
  private final List<RealPhone> phones = new ArrayList<>();

  /**
   * @param home where phones keep their files
   */
  Company(CarrierCustomer site, Path home, Talker.AtABrowser browser) {
    this.site = site;
    this.home = home;
    this.browser = browser;
  }

  CarrierCustomer site() {
    return site;
  }

  /** The user at the browser: there is one, so calls with it come one after the other. */
  Talker browser() {
    browser.forgets();
    return browser;
  }

  Talker.AtAPhone<Baresip> baresip(Keys keys) {
    return baresip("PCMU", keys, site.user(keys));
  }

  Talker.AtAPhone<Linphone> linphone(Keys keys) {
    return linphone(keys, site.user(keys));
  }

  Talker.AtAPhone<Baresip> baresipOutside(Line line) {
    return baresip("PCMA", line.keys(), site.subscriber(line));
  }

  Talker.AtAPhone<Linphone> linphoneOutside(Line line) {
    return linphone(line.keys(), site.subscriber(line));
  }

  private Talker.AtAPhone<Baresip> baresip(String codec, Keys keys, Account account) {
    return ready(Baresip.speaking(new Speech(codec, keys), home(account), account), account);
  }

  private Talker.AtAPhone<Linphone> linphone(Keys keys, Account account) {
    return ready(Linphone.speaking(new Speech("PCMA", keys), home(account), account), account);
  }

  private Path home(Account account) {
    return home.resolve(account.extension());
  }

  private <P extends RealPhone> Talker.AtAPhone<P> ready(P phone, Account account) {
    phones.add(phone);
    phone.registered();
    return new Talker.AtAPhone<>(phone, account.extension(), account.tone());
  }

  @Override
  public void close() {
    phones.forEach(RealPhone::close);
  }
}
