// New offers within a call (RFC 3264 §8): hold, a camera, another way through the network.

const CROSSED = 491;
const TRIES = 4;
const READY_MS = 10000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Makes them one after the other. What is refused leaves the call as it was. */
export class Offers {
  #session;
  #last = Promise.resolve();
  #outcome = null;

  constructor(session) {
    this.#session = session;
    // JsSIP itself hangs up when an offer is refused, also when it only has crossed one of the other side.
    const send = session._sendReinvite.bind(session);
    session._sendReinvite = (options) => this.#send(send, options ?? {}, TRIES);
    session.on("ended", () => this.#done(false));
  }

  /**
   * @param step asks JsSIP for an offer, and tells whether there will be one
   * @returns whether the other side has taken it
   */
  make(step) {
    this.#last = this.#last.then(() => this.#make(step));
    return this.#last;
  }

  async #make(step) {
    if (!(await this.#ready())) {
      return false;
    }
    return new Promise((done) => {
      this.#outcome = done;
      if (!step()) {
        this.#done(false);
      }
    });
  }

  async #ready() {
    const until = Date.now() + READY_MS;
    while (!this.#session.isReadyToReOffer()) {
      if (this.#session.isEnded() || Date.now() > until) {
        return false;
      }
      await pause(50);
    }
    return !this.#session.isEnded();
  }

  #send(send, options, tries) {
    const { succeeded } = options.eventHandlers ?? {};
    send({
      ...options,
      eventHandlers: {
        succeeded: (response) => {
          succeeded?.(response);
          this.#done(true);
        },
        failed: async (response) => {
          await this.#withdraw();
          if (response?.status_code !== CROSSED || tries === 1) {
            this.#done(false);
            return;
          }
          // RFC 3261 §14.1: whoever has made the call waits longer than the other one.
          const [least, most] = this.#session.direction === "outgoing" ? [2100, 4000] : [0, 2000];
          await pause(least + Math.random() * (most - least));
          if (await this.#ready()) {
            this.#send(send, options, tries - 1);
          } else {
            this.#done(false);
          }
        },
      },
    });
  }

  async #withdraw() {
    const connection = this.#session.connection;
    if (connection?.signalingState === "have-local-offer") {
      await connection.setLocalDescription({ type: "rollback" });
    }
  }

  #done(taken) {
    this.#outcome?.(taken);
    this.#outcome = null;
  }
}
