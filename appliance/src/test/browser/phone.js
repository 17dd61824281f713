// A browser phone for tests: JsSIP, driven from outside by the functions of window.phone, which notes
// what happens in window.phone.said and listens to what it hears.
import * as JsSIP from "jssip";
import { listen, sample, stopListening } from "./ear.js";

const said = [];
let agent = null;
let call = null;
let only = null;
let drops = [];

// What would make speech out of a tone is off: it takes a steady tone for noise.
const microphone = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

function watch(session) {
  call = session;
  session.on("progress", () => said.push("ringing"));
  session.on("accepted", () => said.push("accepted"));
  session.on("confirmed", () => said.push("confirmed"));
  session.on("failed", (e) => said.push("failed " + e.originator + " " + e.cause));
  session.on("ended", (e) => said.push("ended " + e.originator + " " + e.cause));
  session.on("hold", (e) => said.push("hold " + e.originator));
  session.on("unhold", (e) => said.push("unhold " + e.originator));
  session.on("newDTMF", (e) => said.push("dtmf " + e.originator + " " + e.dtmf.tone));
  session.on("getusermediafailed", (e) => said.push("no microphone " + e));
  session.on("peerconnection:setremotedescriptionfailed", (e) => said.push("bad description " + e));
  session.on("refer", (e) => {
    said.push("refer");
    e.accept(watch, options({}));
  });
  session.on("replaces", (e) => {
    said.push("replaces");
    e.accept(watch);
  });
  session.on("sdp", (e) => {
    if (only !== null && e.originator === "local") {
      e.sdp = onlyCodec(e.sdp, only);
    }
  });
  if (session.connection) {
    listen(session.connection);
  } else {
    session.on("peerconnection", (e) => listen(e.peerconnection));
  }
}

// Of an offer's codecs of sound, leaves one and telephone-event.
function onlyCodec(sdp, name) {
  const kept = new Set();
  for (const [, type, codec] of sdp.matchAll(/a=rtpmap:(\d+) ([^/]+)/g)) {
    if (codec.toLowerCase() === name || codec === "telephone-event") {
      kept.add(type);
    }
  }
  return sdp
    .split("\r\n")
    .filter((line) => {
      const about = line.match(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /);
      return about === null || kept.has(about[1]);
    })
    .map((line) =>
      line.startsWith("m=audio ")
        ? line.split(" ").slice(0, 3).concat(line.split(" ").slice(3).filter((t) => kept.has(t))).join(" ")
        : line)
    .join("\r\n");
}

async function stats() {
  const found = {};
  const report = await call.connection.getStats();
  report.forEach((each) => {
    if (each.type === "inbound-rtp" && each.kind === "audio") {
      found.codec = report.get(each.codecId)?.mimeType;
      found.received = each.packetsReceived;
      found.lost = each.packetsLost;
      found.concealed = each.concealedSamples;
      found.samples = each.totalSamplesReceived;
    }
    if (each.type === "inbound-rtp" && each.kind === "video") {
      found.frames = each.framesDecoded;
    }
    if (each.type === "transport") {
      found.transports = (found.transports ?? 0) + 1;
    }
    if (each.type === "remote-candidate" && each.candidateType === "host") {
      found.port = each.port;
    }
    if (each.type === "outbound-rtp" && each.kind === "audio") {
      found.sent = each.packetsSent;
    }
  });
  return found;
}

function options(how) {
  only = how.codec ?? null;
  return {
    mediaConstraints: { audio: microphone, video: how.video === true },
    mediaStream: how.tone === undefined ? undefined : tone(how.tone),
    // Without it JsSIP answers a call that offers nothing by an offer without sound.
    rtcOfferConstraints: { offerToReceiveAudio: true },
    pcConfig: how.maxBundle ? { bundlePolicy: "max-bundle" } : {},
  };
}

// Sound without a microphone: no permission was given, so that host addresses stay hidden.
function tone(hertz) {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  oscillator.frequency.value = hertz;
  const level = context.createGain();
  level.gain.value = 0.5;
  const out = context.createMediaStreamDestination();
  oscillator.connect(level).connect(out);
  oscillator.start();
  drops.push(context);
  return out.stream;
}

window.phone = {
  said,
  sample,
  stats,

  register(server, extension, password) {
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(server)],
      uri: "sip:" + extension + "@127.0.0.1",
      password,
      register_expires: 120,
      session_timers: false,
    });
    agent.on("connected", () => said.push("connected"));
    agent.on("disconnected", () => said.push("disconnected"));
    agent.on("registered", () => said.push("registered"));
    agent.on("unregistered", () => said.push("unregistered"));
    agent.on("registrationFailed", (e) => said.push("registration failed " + e.cause));
    agent.on("newRTCSession", (e) => {
      if (e.originator === "remote") {
        said.push("call from " + e.request.from.uri.user);
        watch(e.session);
      }
    });
    agent.start();
  },

  dial(extension, how = {}) {
    watch(agent.call("sip:" + extension + "@127.0.0.1", options(how)));
  },

  answer(how = {}) {
    call.answer(options(how));
  },

  hold() {
    return call.hold({}, () => said.push("held"));
  },

  unhold() {
    return call.unhold({}, () => said.push("resumed"));
  },

  restartIce() {
    return call.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, () => said.push("renegotiated"));
  },

  // Sends who it talks to elsewhere, and is out of it when they talk (RFC 5589 §6.1).
  refer(address) {
    const its = call;
    its.refer("sip:" + address, {
      eventHandlers: {
        accepted: () => {
          said.push("transferred");
          its.terminate();
        },
        failed: () => said.push("transfer failed"),
      },
    });
  },

  digit(tone, transportType) {
    call.sendDTMF(tone, { transportType });
  },

  described() {
    return call.connection.localDescription.sdp;
  },

  wasTold() {
    return call.connection.remoteDescription.sdp;
  },

  forget() {
    said.length = 0;
    for (const context of drops) {
      context.close();
    }
    drops = [];
    stopListening();
  },

  hangUp() {
    call.terminate();
  },

  stop() {
    agent.stop();
  },
};
