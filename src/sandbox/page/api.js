/** The sandbox's own interface: see src/sandbox/page-actions.ts. */

export async function loadState() {
  const response = await fetch('/sandbox/state');
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  return response.json();
}

/** What a person did. Answers `{ outcome: 'done' | 'errors' | 'failed', … }`. */
export async function act(action) {
  try {
    const response = await fetch('/sandbox/do', {
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
