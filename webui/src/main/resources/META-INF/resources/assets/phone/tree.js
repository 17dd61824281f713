// Draws elements from a description of them, keeping those that are there already: what has the focus, what
// is typed, a picture that moves and a click half done are not lost when something beside them changes.

const SAME = Symbol("drawn");

/**
 * Describes an element. Of its properties those that are strings become attributes, others properties;
 * "key" says which of several like ones it is.
 */
export function h(tag, properties, ...children) {
  return {
    tag,
    properties: properties ?? {},
    children: children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  };
}

/** Makes this the content of an element. */
export function draw(parent, wanted) {
  const there = [...parent.childNodes];
  const nodes = wanted.map((each) => {
    const at = there.findIndex((node) => fits(node, each));
    return at < 0 ? make(each) : there.splice(at, 1)[0];
  });
  there.forEach((node) => node.remove());
  nodes.forEach((node, i) => {
    if (parent.childNodes[i] !== node) {
      parent.insertBefore(node, parent.childNodes[i] ?? null);
    }
    update(node, wanted[i]);
  });
}

function fits(node, wanted) {
  return typeof wanted === "object"
    ? node[SAME]?.tag === wanted.tag && node[SAME].key === wanted.properties.key
    : node.nodeType === Node.TEXT_NODE;
}

function make(wanted) {
  if (typeof wanted !== "object") {
    return document.createTextNode(wanted);
  }
  const element = document.createElement(wanted.tag);
  element[SAME] = { tag: wanted.tag, key: wanted.properties.key, names: [] };
  return element;
}

function update(node, wanted) {
  if (typeof wanted !== "object") {
    if (node.data !== String(wanted)) {
      node.data = wanted;
    }
    return;
  }
  const { properties } = wanted;
  for (const name of node[SAME].names.filter((name) => !(name in properties))) {
    if (name.startsWith("on")) {
      node[name] = null;
    } else {
      node.removeAttribute(name);
    }
  }
  for (const [name, value] of Object.entries(properties)) {
    if (name === "key") {
      node.dataset.key = value;
    } else if (typeof value === "string" && name !== "value") {
      if (node.getAttribute(name) !== value) {
        node.setAttribute(name, value);
      }
    } else if (value === null || value === undefined) {
      node.removeAttribute(name);
    } else if (node[name] !== value) {
      node[name] = value;
    }
  }
  node[SAME].names = Object.keys(properties);
  draw(node, wanted.children);
}
