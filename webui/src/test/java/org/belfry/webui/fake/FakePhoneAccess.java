package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.PhoneAccess;
import org.belfry.pbx.admin.UserAdmin.UserView;

/** Lets phones in pages register at nobody. */
public final class FakePhoneAccess implements PhoneAccess {
  private final FakePbx pbx;
  private final List<String> good = new ArrayList<>();
  private int last;

  public FakePhoneAccess(FakePbx pbx) {
    this.pbx = pbx;
  }

  /** User names that are good now. */
  public List<String> good() {
    return List.copyOf(good);
  }

  @Override
  public Access issue(long userId, String host) {
    UserView user = pbx.user(userId).orElseThrow();
    String username = "~" + user.extension() + "~" + ++last;
    good.add(username);
    return new Access(
        user.extension(), user.name(), FakePbx.DOMAIN, username, "secret", 3600, List.of());
  }

  @Override
  public void revoke(String username) {
    good.remove(username);
  }
}
