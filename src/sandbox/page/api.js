/** The sandbox's own interface: see src/sandbox/page-actions.ts. */

/** As it was when the page was asked for. */
export function firstState() {
  return JSON.parse(document.getElementById('first-state').textContent);
}

export async function loadState() {
  const response = await fetch('/sandbox/state');
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  return response.json();
}

/** What the inspector shows from before it was opened, the oldest first. */
export async function loadExchanges() {
  return (await fetch('/sandbox/exchanges')).json();
}

/** What was said in Teams so far. */
export async function loadChats() {
  return (await fetch('/sandbox/chats')).json();
}

/** How far an investigation has come; undefined where it is gone. */
export async function loadInvestigation(id) {
  const response = await fetch(`/sandbox/investigations/${encodeURIComponent(id)}`);
  return response.ok ? response.json() : undefined;
}

/** What a person did. Answers `{ outcome: 'done' | 'errors' | 'failed', … }`. */
export function act(action) {
  return postTo('/sandbox/do', action);
}

export async function postTo(path, action) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    if (response.ok) return await response.json();
    return { outcome: 'failed', message: `The sandbox refused that (${response.status}).` };
  } catch {
    return { outcome: 'failed', message: 'The sandbox does not answer. Is it still running?' };
  }
}

/** Calls back for each change, and whenever the connection is new: then all may have changed. */
export function listen({ onChange, onConnect, onLost }) {
  const source = new EventSource('/sandbox/events');
  source.addEventListener('open', onConnect);
  source.addEventListener('error', onLost);
  source.addEventListener('message', (event) => onChange(JSON.parse(event.data)));
}
