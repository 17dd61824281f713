package org.belfry.webui.fake;

import org.belfry.pbx.admin.SetupGuide;

/** The wizard's memory; closed until a test opens it. */
public final class FakeGuide implements SetupGuide {
  private GuideView view = new GuideView(false, "", "");

  public void clear() {
    view = new GuideView(false, "", "");
  }

  public void opens() {
    view = new GuideView(true, "", "");
  }

  @Override
  public GuideView guide() {
    return view;
  }

  @Override
  public void company(String name) {
    view = new GuideView(view.open(), view.step(), name);
  }

  @Override
  public void reached(String step) {
    view = new GuideView(view.open(), step, view.company());
  }

  @Override
  public void finish() {
    view = new GuideView(false, view.step(), view.company());
  }
}
