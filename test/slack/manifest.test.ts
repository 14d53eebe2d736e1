import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { EVENT_SCOPES, FEATURES, METHOD_SCOPES, OTHER_SCOPES } from '../../src/slack/manifest-facts.js';
import { EVENTS_PATH } from '../../src/slack/http-intake.js';
import type { Loose } from '../support/slack-api.js';

const SOURCES = readdirSync('src/slack', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src/slack', file), 'utf8'));

function manifest(file: string): Loose {
  return parse(readFileSync(file, 'utf8'));
}

/** Web API methods that the code calls, as `client.chat.postMessage(` or `client.apiCall('chat.update'` says. */
function calledMethods(): readonly string[] {
  const calls = SOURCES.flatMap((source) =>
    [...source.matchAll(/\bclient\s*\.(?:apiCall\('([\w.]+)'|((?:\w+\s*\.\s*)*\w+)\()/g)].map((match) =>
      (match[1] ?? match[2] ?? '').replaceAll(/\s/g, ''),
    ),
  );
  const socketMode = new Set(['start', 'disconnect', 'once']);
  return [...new Set(calls)].filter((call) => !socketMode.has(call)).sort();
}

/** Events that the code listens to, as Slack names the subscriptions. */
function heardEvents(): readonly string[] {
  const heard = SOURCES.flatMap((source) =>
    [...source.matchAll(/\bapp\.event\('(\w+)'/g)].map((match) => match[1] ?? ''),
  );
  return heard.map((event) => (event === 'message' ? 'message.im' : event)).sort();
}

describe('what the manifests are checked against', () => {
  it('lists the methods that the code calls', () => {
    expect(Object.keys(METHOD_SCOPES).sort()).toEqual(calledMethods());
  });

  it('lists the events that the code listens to', () => {
    expect(Object.keys(EVENT_SCOPES).sort()).toEqual(heardEvents());
  });
});

describe.each(['manifest.yml', 'manifest.socket-mode.yml'])('%s', (file) => {
  const { features, oauth_config: oauth, settings, display_information: display } = manifest(file);

  it('asks for exactly the scopes that the code uses', () => {
    const needed = [
      ...Object.values(METHOD_SCOPES),
      ...Object.values(EVENT_SCOPES),
      ...Object.keys(OTHER_SCOPES),
    ];
    expect(new Set(oauth.scopes.bot)).toEqual(new Set(needed.filter((scope) => scope !== undefined)));
    expect(oauth.scopes.user).toBeUndefined();
  });

  it('gives a reason for each scope', () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const scope of oauth.scopes.bot) {
      expect(lines[lines.indexOf(`      - ${scope}`) - 1]).toMatch(/^ +# \S.+\.$/);
    }
  });

  it('subscribes to exactly the events that the code listens to', () => {
    expect(new Set(settings.event_subscriptions.bot_events)).toEqual(new Set(Object.keys(EVENT_SCOPES)));
  });

  it('has the command and the shortcuts that the code answers', () => {
    expect(features.slash_commands.map((each: Loose) => each.command)).toEqual([FEATURES.command]);
    expect(features.shortcuts.map((each: Loose) => [each.type, each.callback_id])).toEqual([
      ['global', FEATURES.shortcuts.global],
      ['message', FEATURES.shortcuts.message],
    ]);
    expect(features.app_home).toMatchObject({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it('keeps within the limits of Slack', () => {
    expect(display.name.length).toBeLessThanOrEqual(35);
    expect(display.description.length).toBeLessThanOrEqual(140);
    expect(display.long_description.length).toBeGreaterThanOrEqual(174);
    expect(
      features.shortcuts.every((each: Loose) => each.name.length <= 24 && each.description.length <= 150),
    ).toBe(true);
    expect(features.slash_commands.every((each: Loose) => each.command.length <= 32)).toBe(true);
  });
});

it('the one for Socket Mode is the one for HTTP, but for the addresses', () => {
  const derived = manifest('manifest.yml');
  for (const command of derived.features.slash_commands) delete command.url;
  delete derived.settings.interactivity.request_url;
  delete derived.settings.event_subscriptions.request_url;
  delete derived.oauth_config.redirect_urls;
  derived.settings.socket_mode_enabled = true;
  expect(manifest('manifest.socket-mode.yml')).toEqual(derived);
});

it('over HTTP everything comes to one address; in Socket Mode to none', () => {
  const url = `https://YOUR-HOST${EVENTS_PATH}`;
  const http = manifest('manifest.yml');
  expect([
    http.features.slash_commands[0].url,
    http.settings.interactivity.request_url,
    http.settings.event_subscriptions.request_url,
  ]).toEqual([url, url, url]);
  expect(http.settings.socket_mode_enabled).toBe(false);
  const socket = manifest('manifest.socket-mode.yml');
  expect(JSON.stringify(socket)).not.toContain('YOUR-HOST');
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect({
    ...socket.settings,
    socket_mode_enabled: false,
    event_subscriptions: undefined,
    interactivity: undefined,
  }).toEqual({ ...http.settings, event_subscriptions: undefined, interactivity: undefined });
});
