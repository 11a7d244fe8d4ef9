// What building elements asks of a browser. A whole call where many small ones would weigh a multiple of it on either
// side (ADR 11). Nothing here uses a method of lists: pages have patched them.

// An element; what pictures are drawn of is SVG's.
export const create = (tag) => {
  const isDrawn = tag === "svg" || tag === "path";
  return isDrawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
};

export const add_text = (node, text) => {
  node.appendChild(document.createTextNode(text));
};

export const set_attribute = (node, name, value) => {
  if (value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, value);
};
