// Notifications with buttons. Browsers give buttons only to those that a service worker shows; where there is none, as
// with a certificate that the browser does not trust, a plain notification leads back to the page.

const START_MS = 2000;

export class Notices {
  #pressed;
  #worker = null;
  #heard = ({ data }) => {
    if (data?.belfryNotice) {
      window.focus();
      this.#pressed(data.belfryNotice.id, data.belfryNotice.action);
    }
  };

  /** @param pressed is told the id of a notice and the button that was pressed on it, or "" */
  constructor(pressed) {
    this.#pressed = pressed;
    navigator.serviceWorker?.addEventListener("message", this.#heard);
  }

  /** Once the reader allows notifications. */
  async prepare() {
    if (globalThis.Notification?.permission === "granted") {
      const found = await navigator.serviceWorker?.register(new URL("notices-worker.js", import.meta.url)).catch(() => null);
      this.#worker = found ?? null;
    }
  }

  leave() {
    navigator.serviceWorker?.removeEventListener("message", this.#heard);
  }

  /** @returns closes it */
  show(id, title, options, actions = []) {
    let over = false;
    let close = () => {};
    this.#active().then((worker) => {
      if (!over) {
        close = worker ? byWorker(worker, id, title, options, actions) : plain(title, options);
      }
    });
    return () => {
      over = true;
      close();
    };
  }

  /** The worker. One whose registration has failed is tried again, one that starts is waited for a little. */
  async #active() {
    if (!this.#worker) {
      await this.prepare();
    }
    const starting = this.#worker?.active ? null : this.#worker?.installing ?? this.#worker?.waiting;
    if (starting) {
      await new Promise((done) => {
        starting.addEventListener("statechange", () => starting.state === "activated" && done());
        setTimeout(done, START_MS);
      });
    }
    return this.#worker?.active ?? null;
  }
}

/** By the worker itself, which then knows whose it is. */
function byWorker(worker, id, title, options, actions) {
  worker.postMessage({ show: { id, title, options: { ...options, actions } } });
  return () => worker.postMessage({ close: options.tag });
}

function plain(title, options) {
  const note = new Notification(title, options);
  note.onclick = () => {
    window.focus();
    note.close();
  };
  return () => note.close();
}
