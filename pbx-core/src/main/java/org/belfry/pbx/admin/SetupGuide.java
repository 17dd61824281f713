package org.belfry.pbx.admin;

/** How far the owner has come in setting the site up; it can be left and gone on with. */
public interface SetupGuide {

  GuideView guide();

  /**
   * What the company is called.
   *
   * @throws InvalidCommand when it has more than 64 characters
   */
  void company(String name);

  /**
   * Goes on with this step the next time.
   *
   * @param step 1 to 32 letters
   */
  void reached(String step);

  /** Everything is set up, or the owner does not want to be asked any more. */
  void finish();

  /**
   * @param open whether there is still something to set up: not after {@link #finish}, and not
   *     where users were there before
   * @param step the one that was reached; empty before the first
   * @param company empty when nobody has said it
   */
  record GuideView(boolean open, String step, String company) {}
}
