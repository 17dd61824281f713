// Of several tabs one has the phone. Another takes it when no call goes on there, or gets it after the call.

const PATIENCE_MS = 500; // a tab that does not answer sleeps, or is gone: it has no call

/** Asks and answers between the tabs of one user. Emits "wanted" when another tab wants the phone during a call. */
export class Tabs extends EventTarget {
  #channel;
  #talks;
  #heard = null;

  /** @param talks tells whether this tab has the phone and a call goes on */
  constructor(owner, talks) {
    super();
    this.#talks = talks;
    this.#channel = new BroadcastChannel(`belfry-phone-${owner}`);
    this.#channel.onmessage = ({ data }) => this.#told(data);
  }

  /** Whether the phone may be taken: whether no other tab has a call. */
  free() {
    return new Promise((done) => {
      const end = (free) => {
        clearTimeout(timer);
        this.#heard = null;
        done(free);
      };
      const timer = setTimeout(() => end(true), PATIENCE_MS);
      this.#heard = () => end(false);
      this.#channel.postMessage("wanted");
    });
  }

  close() {
    this.#channel.close();
  }

  #told(word) {
    if (word === "talks") {
      this.#heard?.();
    } else if (this.#talks()) {
      this.#channel.postMessage("talks");
      this.dispatchEvent(new Event("wanted"));
    }
  }
}
