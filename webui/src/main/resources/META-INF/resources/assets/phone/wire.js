// The WebSocket of the line (RFC 7118), as JsSIP wants its sockets.

const PULSE_MS = 20000;
const ANSWER_MS = 8000;
const HURRIED_MS = 3000;
const OPEN_MS = 8000;

/**
 * Asks the server now and then whether it is still there (RFC 5626 §4.4.1), since a browser tells of a
 * network that has gone after minutes only.
 */
export class Wire {
  #socket = null;
  #pulse = 0;
  #deadline = 0;
  via_transport = "WSS";

  get url() {
    return `wss://${location.host}/ws`;
  }

  get sip_uri() {
    return `sip:${location.host};transport=ws`;
  }

  connect() {
    this.disconnect();
    const socket = new WebSocket(this.url, "sip");
    this.#socket = socket;
    this.#within(OPEN_MS);
    socket.onopen = () => {
      this.#heard();
      this.#pulse = setInterval(() => this.#ask(ANSWER_MS), PULSE_MS);
      this.onconnect();
    };
    socket.onmessage = ({ data }) => {
      this.#heard();
      this.ondata(data);
    };
    socket.onclose = ({ wasClean, code, reason }) => {
      this.disconnect();
      this.ondisconnect(!wasClean, code, reason);
    };
  }

  disconnect() {
    clearInterval(this.#pulse);
    this.#heard();
    if (this.#socket !== null) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close();
      this.#socket = null;
    }
  }

  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(message);
    return true;
  }

  /** The network may have changed: an answer soon, or another connection. */
  prove() {
    this.#ask(HURRIED_MS);
  }

  /** Nobody answers there: as if the server had closed it. */
  drop() {
    this.disconnect();
    this.ondisconnect(true, 0, "");
  }

  #ask(patience) {
    if (this.send("\r\n\r\n")) {
      this.#within(patience);
    }
  }

  #within(patience) {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.drop(), patience);
  }

  #heard() {
    clearTimeout(this.#deadline);
  }
}
