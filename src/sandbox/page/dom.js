/**
 * Makes an element. Text goes in as text nodes, never as markup: what the bot or AWS wrote cannot become HTML.
 * `attributes`: `class`, `on` (listeners by event name), `data` (dataset), booleans, anything else as an attribute.
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (key === 'data') {
      Object.assign(element.dataset, value);
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter(isShown));
  return element;
}

/** `condition && node` is nothing where the condition does not hold. */
function isShown(child) {
  return child !== undefined && child !== null && child !== false && child !== '';
}

export function byId(id) {
  return document.getElementById(id);
}

let counter = 0;

/** An id for a label to point to. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
