// What the phone looks like: a description of all of it, made anew from the phone's state after each change.
import { draw, h } from "./tree.js";

/** Shows the phone as it is now. */
export function show(phone) {
  const key = document.activeElement?.closest?.("belfry-phone") === phone ? document.activeElement.dataset.key : undefined;
  draw(phone, [
    h("div", { class: "bf-phone-said", role: "status", "aria-live": "polite" }, phone.said),
    phone.alarms.map((each) => alarm(phone, each)),
    phone.ui.open ? opened(phone) : closed(phone),
  ].flat());
  // Whatever had the focus is gone: the reader goes on from where it was, and not from the top of the page. A call
  // that comes is not declined by the next key.
  if (key !== undefined && !phone.contains(document.activeElement)) {
    ["[data-key^=answer]", "[data-key^=hangup]", "[data-key=number], [data-key=face]"]
      .map((button) => phone.querySelector(button))
      .find(Boolean)
      ?.focus();
  }
}

/** Somebody in the house has called an emergency number: shown until somebody takes care of it. */
function alarm(phone, { id, test, heading, location, when }) {
  return h("div", { key: `alarm-${id}`, class: `bf-phone-alarm${test ? " test" : ""}`, role: "alert" },
    h("strong", {}, heading),
    h("p", {}, location),
    h("p", {}, when),
    button(`acknowledge-${id}`, phone.words.acknowledge, () => phone.acknowledge(id)));
}

function closed(phone) {
  const { words } = phone;
  const live = phone.calls.find((call) => call.live);
  return h(
    "button",
    {
      key: "face", type: "button", class: `bf-phone-face${live ? " busy" : ""}`,
      "aria-expanded": "false",
      onclick: () => {
        phone.open();
        phone.querySelector("[data-key^=answer], [data-key=number]")?.focus();
      },
    },
    icon("phone"),
    live ? `${shown(live)} · ${words[`call.${stateOf(live)}`]}` : words.title,
    live ? null : h("span", { class: "bf-phone-state" }, lamp(phone), words[`line.${phone.line}`]),
  );
}

function opened(phone) {
  const { words, ui } = phone;
  const busy = phone.calls.length > 0;
  return h(
    "div",
    { key: "box", class: `bf-phone-box${ui.large ? " large" : ""}` },
    h("div", { class: "bf-phone-head" },
      lamp(phone),
      h("span", { class: "bf-phone-state" }, words[`line.${phone.line}`]),
      small("gear", "cog-o", words.devices, () => (ui.part === "devices" ? phone.part(busy ? "calls" : "dial") : phone.devices()),
        { "aria-pressed": String(ui.part === "devices") }),
      small("minimize", "angle-down", words.minimize, () => phone.close())),
    ui.problem === null ? null : problem(phone),
    phone.line === "elsewhere" ? elsewhere(phone) : null,
    phone.notes.map((note, i) => h("div", { key: `note-${i}`, class: "bf-phone-problem" },
      h("p", {}, note.text),
      button(`read-${i}`, words.dismiss, () => phone.read(note), "quiet"))),
    phone.mayAskToNotify && ui.part !== "devices" ? askToNotify(phone) : null,
    phone.calls.map((call) => oneCall(phone, call)),
    phone.joinable() ? button("join", words.join, () => phone.join(), "wide") : null,
    ui.part === "devices" ? devices(phone) : null,
    ui.part === "dial" && phone.line !== "elsewhere" ? dial(phone) : null,
    ui.part === "calls" && phone.calls.some((call) => call.state === "talking")
      ? button("another", words.another, () => {
        phone.part("dial");
        phone.querySelector("[data-key=number]")?.focus();
      }, "wide quiet")
      : null,
  );
}

function askToNotify(phone) {
  const { words } = phone;
  return h("div", { key: "notifies", class: "bf-phone-problem" },
    h("p", {}, words["notify.sentence"]),
    button("notify", words.notify, () => phone.notify()),
    button("notify-never", words["notify.never"], () => phone.neverNotify(), "quiet"));
}

function elsewhere(phone) {
  return h("div", { key: "elsewhere", class: "bf-phone-problem" },
    h("p", {}, phone.words["elsewhere.sentence"]),
    button("take", phone.words["elsewhere.take"], () => phone.takeHere()));
}

function problem(phone) {
  const { words, ui } = phone;
  const { why, number, again } = ui.problem;
  return h("div", { key: "problem", class: "bf-phone-problem", role: "alert" },
    h("p", {}, words[`problem.${why}`]),
    number === null ? null : button("bydesk", words.bydesk, () => phone.byDesk(number)),
    again === null ? null : button("again", words.again, () => {
      phone.dismiss();
      again();
    }),
    button("dismiss", words.dismiss, () => phone.dismiss(), "quiet"));
}

// ---- one call ----

function shown(call) {
  return call.name || call.number || "?";
}

function stateOf(call) {
  if (call.state !== "talking") {
    return call.state;
  }
  return call.transferring ? "transferring" : call.held ? "held" : call.heldByOther ? "waits" : "talking";
}

function oneCall(phone, call) {
  const { words } = phone;
  const state = stateOf(call);
  const sent = state === "over" && call.sent;
  const told = call.pictures.offered && state === "incoming" ? words["incoming.seen"] : sent ? words.sent : words[`call.${state}`];
  return h("article", { key: `call-${call.id}`, class: `bf-phone-call bf-phone-${state}`, "aria-label": shown(call) },
    h("div", { class: "bf-phone-who" },
      h("strong", {}, shown(call)),
      call.since !== null ? h("span", { class: "bf-phone-time" }, clock((call.endedAt ?? Date.now()) - call.since)) : null),
    h("div", { class: "bf-phone-facts" },
      call.name && call.number ? h("span", {}, call.number) : null,
      h("span", { class: "bf-phone-word" }, told, sent ? ` ${call.sentTo}` : outcome(call) === null ? "" : ` · ${words[`outcome.${outcome(call)}`]}`),
      call.sentBy && call.live ? h("span", {}, `${words.sentby} ${call.sentBy}`) : null,
      call.quality && call.state === "talking" && state === "talking"
        ? h("span", { class: `bf-phone-quality bf-phone-${call.quality}` }, words[`quality.${call.quality}`])
        : null),
    recordingNote(phone, call),
    call.broken && call.live ? h("p", { class: "bf-phone-note" }, words.broken) : null,
    call.pictures.refused && call.live ? h("p", { class: "bf-phone-note" }, words.unseen) : null,
    call.pictures.any && call.live ? pictures(phone, call) : null,
    actions(phone, call));
}

function recordingNote(phone, call) {
  const { words } = phone;
  const recording = phone.recordingOf(call);
  return recording === null || recording.state === "off" ? null
    : h("p", { key: `recorded-${call.id}`, class: "bf-phone-note", role: "status" },
      recording.state === "paused" ? words["recorded.paused"] : words.recorded);
}

/** What can be done about the call's recording: nothing while a rule of the site records it. */
function recordingActions(phone, call) {
  const { words } = phone;
  const recording = phone.recordingOf(call);
  const does = (command) => () => phone.record(recording, command);
  switch (recording?.state) {
    case "off":
      return [action(`record-${call.id}`, words.record, "dot-circle", does("start"), false)];
    case "on":
      return [
        action(`record-pause-${call.id}`, words["record.pause"], "pause", does("pause"), false),
        action(`record-${call.id}`, words["record.stop"], "stop", does("stop"), true)];
    case "paused":
      return [
        action(`record-pause-${call.id}`, words["record.resume"], "dot-circle", does("resume"), true),
        action(`record-${call.id}`, words["record.stop"], "stop", does("stop"), true)];
    default:
      return [];
  }
}

/** Minutes and seconds, with hours when there are any. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:${two(Math.floor(seconds / 60) % 60)}` : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** The status of SIP, or JsSIP's cause, as far as they say more than that it is over. */
function outcome(call) {
  if (call.state !== "over") {
    return null;
  }
  if (call.lost || ["Connection Error", "Request Timeout", "RTP Timeout"].includes(call.cause)) {
    return "lost";
  }
  if (call.answered) {
    return null;
  }
  switch (call.status) {
    case 403: return "forbidden";
    case 486:
    case 600: return "busy";
    case 603:
    case 607: return "declined";
  }
  switch (call.cause) {
    case "Not Found":
    case "Address Incomplete": return "unknown";
    case "No Answer":
    case "Unavailable": return "noanswer";
    case "Rejected": return "declined"; // by the reader: there is no answer from elsewhere
    case "Canceled": return "cancelled";
    default: return "failed";
  }
}

function pictures(phone, call) {
  const { words, ui } = phone;
  const { own, theirs } = call.pictures;
  return h("div", { key: "pictures", class: `bf-phone-pictures${theirs ? "" : " own"}` },
    theirs ? video("theirs", theirs, shown(call)) : null,
    own ? video("own", own, words.yourself) : null,
    small("large", ui.large ? "compress-square" : "expand-square", ui.large ? words.smaller : words.larger, () => {
      ui.large = !ui.large;
      phone.draw();
    }));
}

function video(key, stream, label) {
  return h("video", { key, class: key, srcObject: stream, autoplay: true, muted: true, playsInline: true, "aria-label": label });
}

function actions(phone, call) {
  const { words, ui } = phone;
  switch (call.state) {
    case "incoming":
      return h("div", { key: "actions", class: "bf-phone-answers" },
        button(`answer-${call.id}`, words.answer, () => phone.answer(call), "good", "phone"),
        call.pictures.offered ? button(`seen-${call.id}`, words["answer.seen"], () => phone.answer(call, true), "good", "movie") : null,
        button(`hangup-${call.id}`, words.decline, () => call.decline(), "bad", "phone", "down"));
    case "calling":
    case "answering":
      return h("div", { key: "actions", class: "bf-phone-answers" },
        button(`hangup-${call.id}`, words.hangup, () => call.hangUp(), "bad", "phone", "down"));
    case "over":
      return null;
  }
  const keys = () => {
    ui.tonesOf = ui.tonesOf === call.id ? null : call.id;
    ui.tones = "";
    phone.draw();
    phone.querySelector("[data-key=tone-1]")?.focus();
  };
  const transferring = ui.transferring === call.id;
  const tones = ui.tonesOf === call.id && !call.held;
  const seen = call.pictures.own !== null;
  return [
    h("div", { key: "actions", class: "bf-phone-actions" },
      action(`mute-${call.id}`, call.muted ? words.unmute : words.mute, call.muted ? "mute" : "microphone", () => call.mute(!call.muted), call.muted),
      action(`hold-${call.id}`, call.held ? words.resume : words.hold, call.held ? "play" : "pause",
        () => (call.held ? phone.resume(call) : phone.hold(call)), call.held),
      action(`keys-${call.id}`, words.keys, "grid-small", keys, tones, { "aria-expanded": String(tones), disabled: call.held }),
      action(`seen-${call.id}`, seen ? words["camera.off"] : words["camera.on"], "movie", () => phone.camera(call), seen, { disabled: call.held }),
      action(`transfer-${call.id}`, words.transfer, "share", () => phone.transferring(call), transferring, { "aria-expanded": String(transferring) }),
      recordingActions(phone, call),
      action(`hangup-${call.id}`, words.hangup, "phone", () => call.hangUp(), false, { class: "bf-phone-action bad down" })),
    tones ? keypad(phone, words.keys, ui.tones, (key) => phone.press(call, key)) : null,
    transferring ? transfer(phone, call) : null,
  ];
}

function transfer(phone, call) {
  const { words, ui } = phone;
  const send = (e) => {
    e.preventDefault();
    phone.transfer(call, ui.transferTo);
  };
  return h("form", { key: "transfers", class: "bf-phone-form", onsubmit: send },
    h("input", {
      key: "transfer", type: "text", inputMode: "tel", value: ui.transferTo, "aria-label": words.transferto, placeholder: words.transferto,
      autocomplete: "off", oninput: (e) => phone.typeTransfer(e.target.value),
    }),
    suggestions(phone, "transfer-to", (number) => phone.suggest(number), words.transferto),
    h("div", { class: "bf-phone-answers" },
      h("button", { key: "transfer-now", type: "submit", class: "bf-phone-button" }, words.now),
      button("transfer-ask", words.ask, () => phone.consult(ui.transferTo))));
}

// ---- a new call ----

function dial(phone) {
  const { words, ui } = phone;
  const call = (e) => {
    e.preventDefault();
    phone.call(ui.number);
  };
  return h("div", { key: "dial", class: "bf-phone-dial" },
    h("form", { class: "bf-phone-line", onsubmit: call },
      h("input", {
        key: "number", type: "text", inputMode: "tel", value: ui.number, "aria-label": words.number, placeholder: words.number,
        autocomplete: "off", oninput: (e) => phone.type(e.target.value),
      }),
      small("dial-keys", "grid-small", words.keys, () => {
        ui.keys = !ui.keys;
        phone.part("dial");
      }, { "aria-pressed": String(ui.keys) })),
    h("div", { class: "bf-phone-answers" },
      button("call", words.call, call, "good", "phone"),
      button("call-seen", words["call.seen"], () => phone.call(ui.number, true), "", "movie")),
    ui.keys
      ? keypad(phone, words.keys, null, (key) => phone.type(ui.number + key))
      : suggestions(phone, "to", (number) => phone.call(number), words.call),
    phone.calls.some((each) => each.live) ? button("back", words.back, () => phone.part("calls"), "wide quiet") : null);
}

/** Colleagues that what is typed fits, each with a lamp. */
function suggestions(phone, key, chosen, title) {
  return h("ul", { key: "colleagues", class: "bf-phone-colleagues", "aria-label": phone.words.colleagues },
    phone.colleagues.map((each) => colleague(phone, each, key, chosen, title)));
}

function colleague(phone, { number, name, lamp }, key, chosen, title) {
  const { words } = phone;
  return h("li", { key: `of-${number}` },
    h("button", {
      key: `${key}-${number}`, type: "button", class: "bf-phone-colleague",
      title,
      onclick: () => chosen(number),
    },
    h("span", { class: `bf-phone-lamp bf-phone-${lamp}`, role: "img", "aria-label": words[`lamp.${lamp}`] }),
    h("span", { class: "bf-phone-name" }, name),
    h("span", { class: "bf-phone-number" }, number)));
}

function keypad(phone, label, pressed, press) {
  return h("div", { key: "keypad", class: "bf-phone-keys", role: "group", "aria-label": label },
    pressed ? h("output", { class: "bf-phone-pressed" }, pressed) : null,
    [..."123456789*0#"].map((key) => button(`tone-${key}`, key, () => press(key), "key")));
}

// ---- microphone, speaker, camera ----

function devices(phone) {
  const { words, ui, sound } = phone;
  const found = ui.devices;
  const anySpeaker = found !== null && found.speaker.length > 0;
  return h("div", { key: "devices", class: "bf-phone-devices" },
    found === null ? h("p", {}, words["devices.wait"]) : [
      picker(phone, "microphone", words.microphone, found.microphone),
      h("meter", { key: "level", min: "0", max: "1", low: "0.2", optimum: "0.6", "aria-label": words.level }),
      anySpeaker ? picker(phone, "speaker", words.speaker, found.speaker) : null,
      button("try", words.try, () => sound.try(), "wide"),
      found.camera.length > 0 ? picker(phone, "camera", words.camera, found.camera) : null,
    ],
    h("label", { class: "bf-phone-check" },
      h("input", { key: "filter", type: "checkbox", checked: !sound.plain, onchange: (e) => (sound.plain = !e.target.checked) }),
      words.filter),
    globalThis.Notification?.permission === "default" ? button("notify", words.notify, () => phone.notify(), "wide") : null,
    button("back", words.back, () => phone.part(phone.calls.length > 0 ? "calls" : "dial"), "wide quiet"));
}

function picker(phone, kind, label, all) {
  const chosen = phone.sound.chosen(kind);
  return h("label", { key: `pick-${kind}`, class: "bf-phone-field" }, label,
    h("select", { key: kind, onchange: (e) => phone.choose(kind, e.target.value) },
      h("option", { key: "usual", value: "", selected: chosen === "" }, phone.words.standard),
      all.map((d) => h("option", { key: d.deviceId, value: d.deviceId, selected: d.deviceId === chosen }, d.label || d.deviceId.slice(0, 8)))));
}

// ---- small parts ----

function lamp(phone) {
  return h("span", { class: `bf-phone-lamp bf-phone-${phone.line}`, "aria-hidden": "true" });
}

function icon(name) {
  return h("vaadin-icon", { icon: `vaadin:${name}`, "aria-hidden": "true" });
}

function button(key, text, does, kind = "", symbol = null, turned = "") {
  return h("button", { key, type: "button", class: `bf-phone-button ${kind} ${turned}`.trim(), onclick: does },
    symbol === null ? null : icon(symbol), text);
}

/** One of the row under a call: a symbol with its word. */
function action(key, text, symbol, does, on, more = {}) {
  return h("button", { key, type: "button", class: `bf-phone-action${on ? " on" : ""}`, onclick: does, ...more },
    icon(symbol), h("span", {}, text));
}

/** Only a symbol. */
function small(key, symbol, label, does, more = {}) {
  return h("button", { key, type: "button", class: "bf-phone-small", onclick: does, "aria-label": label, title: label, ...more }, icon(symbol));
}
