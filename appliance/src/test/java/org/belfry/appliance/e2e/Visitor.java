package org.belfry.appliance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody in front of the pages: a browser of its own cookies in Debian's headless Chromium, led
 * by Playwright, which waits for whatever it is told to touch. Things are found as people find
 * them, by their words.
 */
final class Visitor implements AutoCloseable {
  private static final double PATIENCE_MS = 30_000;

  private final BrowserContext context;
  private final Page page;

  /** Debian's Chromium, for as many visitors as like. */
  static final class House implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    House() {
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(
                      Map.of(
                          "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                          "1",
                          "PLAYWRIGHT_NODEJS_PATH",
                          "/usr/bin/node")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of("/usr/bin/chromium"))
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-gpu",
                              "--disable-dev-shm-usage",
                              "--use-fake-ui-for-media-stream",
                              "--use-fake-device-for-media-stream",
                              "--autoplay-policy=no-user-gesture-required")));
    }

    /**
     * @param base address of the pages, without a slash at its end
     */
    Visitor visitor(String base) {
      return new Visitor(browser, base);
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  private Visitor(Browser browser, String base) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(base)
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-GB")
                .setViewportSize(1366, 860));
    context.setDefaultTimeout(PATIENCE_MS);
    context.addInitScript(BrowserPackages.text("axe-core/axe.min.js"));
    page = context.newPage();
    page.onDialog(com.microsoft.playwright.Dialog::accept);
  }

  void opens(String address) {
    page.navigate(address);
  }

  /** As by a link of the page, which stays loaded, and waits until the next one is there. */
  void goesTo(String path) {
    settles(); // a page that is not there yet does not know its links
    page.evaluate(
        """
        path => {
          document.querySelectorAll('.bf-page, .bf-wall').forEach(p => p.dataset.left = '');
          const link = document.createElement('a');
          link.href = path;
          document.body.append(link);
          link.click();
          link.remove();
        }\
        """,
        path);
    String next = ".bf-page:not([data-left]), .bf-wall:not([data-left])";
    try {
      page.waitForFunction("next => document.querySelector(next)", next);
    } catch (TimeoutError e) {
      throw new AssertionError(path + " does not come; the page is " + page.url(), e);
    }
  }

  /** Waits until the address has this path. */
  void isAt(String path) {
    page.waitForURL(Pattern.compile("^https://[^/]+" + Pattern.quote(path) + "([?#].*)?$"));
  }

  void signsIn(String name, String password) {
    page.locator("#vaadinLoginUsername input").fill(name);
    page.locator("#vaadinLoginPassword input").fill(password);
    page.locator("vaadin-login-form vaadin-button[theme~=submit]").click();
  }

  void sees(String words) {
    seen(page.getByText(words).first());
  }

  private void seen(Locator what) {
    try {
      assertThat(what)
          .isVisible(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                  .setTimeout(PATIENCE_MS));
    } catch (AssertionError e) {
      String shown = page.locator("body").innerText();
      throw new AssertionError(page.url() + " does not show it, but: " + shown, e);
    }
  }

  /** Waits until the one place that this selector finds has these words and no others. */
  void reads(String selector, String words) {
    assertThat(page.locator(selector))
        .hasText(
            words,
            new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                .setTimeout(PATIENCE_MS));
  }

  void presses(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .last() // a dialog's comes behind the page's
        .click();
  }

  /** Chooses a file in the last upload of the page. */
  void uploads(Path file) {
    page.locator("vaadin-upload input[type=file]").last().setInputFiles(file);
  }

  void follows(String link) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link)).first().click();
  }

  void types(String label, String text) {
    types(label, 0, text);
  }

  /**
   * @param nth from 0, of fields with this label
   */
  void types(String label, int nth, String text) {
    Locator field = field(label, nth);
    field.fill(text);
    field.press("Tab");
  }

  /**
   * Waits until a field has this value.
   *
   * @param nth from 0, of fields with this label
   */
  void finds(String label, int nth, String value) {
    assertThat(field(label, nth))
        .hasValue(
            value,
            new com.microsoft.playwright.assertions.LocatorAssertions.HasValueOptions()
                .setTimeout(PATIENCE_MS));
  }

  /** Chooses in a field that is typed into: the first entry that has these words. */
  void chooses(String label, int nth, String words) {
    settles();
    field(label, nth).fill(words);
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(words)).first().click();
  }

  void chooses(String label, String words) {
    chooses(label, 0, words);
  }

  /** Chooses in a field that only opens. */
  void picks(String label, String words) {
    settles(); // an answer that is under way may bring another such field
    page.locator("vaadin-select:has(> label:text-is('" + label + "'))").click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(words).setExact(true))
        .first()
        .click();
  }

  private Locator field(String label, int nth) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).nth(nth);
  }

  void clicks(String selector) {
    page.locator(selector).first().click();
  }

  /** By the mouse. */
  void drags(String selector, String onto) {
    page.locator(selector).dragTo(page.locator(onto));
  }

  void hits(String keys) {
    page.keyboard().press(keys);
  }

  /** Types wherever the cursor is. */
  void writes(String text) {
    page.keyboard().type(text);
  }

  Object evaluates(String script) {
    return page.evaluate(script);
  }

  /** Waits until this is true in the page. */
  void until(String script) {
    page.waitForFunction(script);
  }

  void prefers(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /** Waits until the page has drawn itself and asks the server for nothing. */
  void settles() {
    page.waitForFunction(
        "() => document.querySelector('.bf-page, .bf-wall, .bf-alone-card, vaadin-login-form')"
            + " && Object.values(window.Vaadin?.Flow?.clients ?? {})"
            + ".every(c => !c.isActive || !c.isActive())"
            + " && document.getAnimations().every(a => a.playState !== 'running'"
            + " || a.effect?.getComputedTiming().iterations === Infinity)");
  }

  /**
   * What axe finds wrong for those who cannot see well or have no mouse (WCAG 2.2, A and AA, and
   * good practice); a line each. Vaadin's notice of a lost connection stands outside of the page by
   * its nature.
   */
  List<String> barriers() {
    return barriers("{}");
  }

  /** Only those of too little contrast: nothing else changes with the colours. */
  List<String> barriersOfColour() {
    return barriers("{runOnly: {type: 'rule', values: ['color-contrast']}}");
  }

  @SuppressWarnings("unchecked")
  private List<String> barriers(String rules) {
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const found = await axe.run({exclude: ['vaadin-connection-indicator']}, {resultTypes: ['violations'], ...RULES});
              return found.violations.flatMap(v => v.nodes.slice(0, 4).map(n =>
                  `${v.impact} ${v.id}: ${n.target.flat().join(' ')} ${n.html.slice(0, 160)} `
                  + n.any.concat(n.all).map(c => c.message).join('; ').slice(0, 200)));
            }\
            """
                .replace("RULES", rules));
  }

  @Override
  public void close() {
    context.close();
  }
}
